"""The same computation with everything bound in advance: skip it, unless you wonder about speed.

Nothing here is new mathematics.  `workspace` is `Network.loss_and_gradient` with its buffers kept
and its calls prepared, and `batches` lays samples out for it.  `prepared` is what `Trainer`
inherits: its step prepared likewise, the course of an epoch, and states to go back to; `settings`
tells it when to prepare anew.  Tests show that both forms agree to the bit.
"""
