// Time TensorFlow Playground's own network on the rows of compare.py and evaluate.py.
//
//     node tests/benchmarks/playground.js path/to/nn.js
//
// nn.js is src/nn.ts of https://github.com/tensorflow/playground, transpiled to CommonJS; it is not
// part of this repository.  As in the playground, a batch is one sample after another, then one
// update; there is no clipping.  "sigmoid+bce" has no counterpart there: squared error stands in.
"use strict";

const path = require("path");
const nn = require(path.resolve(process.argv[2]));
const ROUNDS = 15;

const SMALL = { sizes: [2, 4, 2, 1], hidden: "TANH", output: "TANH", steps: 2000 };
const ROWS = [
  { ...SMALL, batch: 10 },
  { ...SMALL, batch: 15 },
  { ...SMALL, batch: 25 },
  { sizes: [2, 8, 8, 8, 8, 8, 8, 1], hidden: "TANH", output: "TANH", batch: 30, steps: 200 },
  { sizes: [2, 64, 64, 1], hidden: "RELU", output: "SIGMOID", batch: 128, steps: 5 },
];

function build(sizes, hidden, output) {
  const { Activations } = nn;
  return nn.buildNetwork(sizes, Activations[hidden], Activations[output], null, ["x", "y"], false);
}

function samples(count) {
  return Array.from({ length: count }, () => {
    const point = [2 * Math.random() - 1, 2 * Math.random() - 1];
    return { point, label: Math.hypot(...point) < 0.7 ? 1 : -1 };
  });
}

function microseconds(work, times) {
  work();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < times; i++) work();
    return Number(process.hrtime.bigint() - start) / 1000 / times;
  });
  const sorted = rounds.sort((a, b) => a - b);
  return { best: sorted[0], median: sorted[ROUNDS >> 1] };
}

for (const { sizes, hidden, output, batch, steps } of ROWS) {
  const network = build(sizes, hidden, output);
  const data = samples(batch * 8);
  let position = 0;
  const step = () => {
    for (let i = 0; i < batch; i++) {
      const { point, label } = data[position++ % data.length];
      nn.forwardProp(network, point);
      nn.backProp(network, label, nn.Errors.SQUARE);
    }
    nn.updateWeights(network, 0.03, 0);
  };
  const time = microseconds(step, steps);
  console.log(`${sizes.join("-")}, ${batch}: median ${time.median.toFixed(1)} µs a step, ` +
    `best ${time.best.toFixed(1)} µs`);
}

for (const side of [100, 256]) {
  const network = build([2, 8, 8, 8, 8, 8, 8, 1], "TANH", "TANH");
  const maps = {};
  nn.forEachNode(network, true, (node) => {
    maps[node.id] = Array.from({ length: side }, () => new Array(side));
  });
  const evaluate = () => {
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        nn.forwardProp(network, [(12 * i) / side - 6, (12 * j) / side - 6]);
        nn.forEachNode(network, true, (node) => { maps[node.id][i][j] = node.output; });
      }
    }
  };
  const time = microseconds(evaluate, 2);
  console.log(`maps ${side} × ${side}: median ${(time.median / 1000).toFixed(1)} ms, ` +
    `best ${(time.best / 1000).toFixed(1)} ms`);
}
