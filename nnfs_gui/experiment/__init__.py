"""What a learner builds, as an immutable value: data, features, network and training. No Qt."""
