"""Training on the QThread: session, worker, mailbox, messages, turns and garbage collection."""
