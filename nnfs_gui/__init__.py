"""The desktop application: everything a learner sees and touches."""
