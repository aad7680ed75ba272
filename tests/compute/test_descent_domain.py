"""A step of gradient descent that leads out of the loss's domain."""

import numpy as np

from gradlab import Experiment, sweep
from gradlab.compute.descent import steps_from


def test_a_step_that_takes_one_of_two_elements_out_of_the_domain_has_no_loss():
    # By hand: the mean's gradient at 0.5 is -1/(0.5·2) = -1 for the target 1, and 0 for the target 0.5.
    experiment = Experiment("binary_cross_entropy", {"input": [0.5, 0.5], "target": [1.0, 0.5]})
    swept = sweep(experiment, tensor="input", element=0, positions=[0.5])
    steps = steps_from(experiment, swept, learning_rate=1.0)

    assert steps.after["input"].tolist() == [[1.5, 0.5]]
    assert np.isnan(steps.losses).all()
