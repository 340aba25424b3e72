"""Many runs of one experiment: over seeds, and over settings.

One random outcome is not knowledge: whatever is said here is said of k of n networks.  Nothing in
this room knows Qt; it works in processes of its own and on the command line.
"""
