"""The slips by name: what is said to them, and the table of those that can be computed."""

from __future__ import annotations

SAYS: dict[str, str] = {
    # forward
    "forgot_bias": "That is the sum without the bias.",
    "bias_times_input": "The bias is added as it is; no input multiplies it.",
    "bias_sign": "The bias was subtracted. Add it, with its own sign.",
    "swapped_weights": "The weights went to each other's inputs: w₁ belongs to x₁.",
    "weight_signs": "A minus was overlooked: a negative weight takes away.",
    "added_instead": "Input and weight were added. The weight multiplies its input.",
    "forgot_activation": "That is z. It still has to go through the activation function.",
    "wrong_activation": "That is another activation function than the one this neuron has.",
    # loss
    "half": "This loss has no ½ in front.",
    "not_squared": "That is the difference. It still has to be squared.",
    "absolute": "That is the size of the difference. This loss squares it.",
    "log10": "The logarithm here is the natural one, ln, not the one to base 10.",
    "other_class": "That would be the loss if another class were the right one.",
    "sign": "The size is right. Look at the sign once more.",
    # gradient
    "forgot_derivative": "The slope of the activation function, f′(z), is still missing.",
    "derivative_of_sigmoid": "a (1 − a) is the slope of the sigmoid; this neuron has another one.",
    "derivative_at_a": "The slope was taken at a. Take it at z, which for tanh gives 1 − a².",
    "unsquared": "The slope of tanh is 1 − a²: the square is missing.",
    "forgot_factor_2": "The square brings a factor of 2: (a − y)² has the slope 2 (a − y).",
    "forgot_input": "That is δ. A weight's gradient is δ times the input of its link.",
    "other_input": "That is δ times the input of another link.",
    "forgot_weight": "On its way back the error goes through the weight of the link, too.",
    "other_weight": "The error came back through the weight of another link.",
    "updated_weights": "Use the weights from before the step: first all gradients, then all steps.",
    "unfused": "After a sigmoid, cross-entropy cancels the slope: δ is just a − y.",
    # batch
    "summed": "That is the sum over the points. The loss is their mean.",
    "first_point_only": "That is the first point alone. Take the mean over all of them.",
    "last_point_only": "That is the last point alone. Take the mean over all of them.",
    # step
    "uphill": "That step goes uphill: it has to be subtracted.",
    "forgot_rate": "The gradient has to be multiplied by the learning rate first.",
    "gave_step": "That is the step. It still has to be taken from the weight.",
    "gave_gradient": "That is the gradient. The new weight is w − η · gradient.",
    "forgot_momentum": "That is plain gradient descent. Momentum keeps part of the last step.",
    "velocity_lost": "That has the old velocity only. The new gradient is added to it.",
    "averaged_velocity": "Here the velocity is v ← μ v + g, without a factor 1 − μ.",
    # clipping
    "by_value_not_norm": "That clips each component by itself. Here the whole length is bounded.",
    "by_norm_not_value": "That bounds the whole length. Here each component is clipped by itself.",
    "divided_by_sum": "That divides by the sum of the sizes. A length is the root of the squares.",
    "forgot_root": "The root is missing: a length is the root of the sum of squares.",
    "per_neuron": "That bounds each neuron's gradient by itself, not the whole one.",
    "radians": "That is the angle in radians; degrees are asked for.",
    # softmax
    "divided_scores": "The scores were divided by their sum. Softmax takes e to each score first.",
    "sigmoid_each": "That is a sigmoid of one score. Softmax makes shares that sum to 1.",
    "hard_maximum": "Softmax does not give all to the largest score: it gives shares.",
    "forgot_minus_one": "For the class that is right, 1 is subtracted.",
    "minus_one_elsewhere": "1 is subtracted for the right class only.",
}
"""What the learner reads, by name."""

FORWARD = (
    *("forgot_bias", "bias_times_input", "bias_sign", "swapped_weights", "weight_signs"),
    *("added_instead", "forgot_activation", "wrong_activation"),
)
SOFTMAX = ("divided_scores", "sigmoid_each", "hard_maximum")
