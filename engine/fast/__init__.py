"""The same computation with everything bound in advance: skip it, unless you wonder about speed.

Nothing here is new mathematics: `workspace` is `Network.loss_and_gradient` with its buffers kept
and its calls prepared, `batches` lays samples out for it, and `settings` tells the trainer when to
prepare anew.  Tests show that both forms agree to the bit.
"""
