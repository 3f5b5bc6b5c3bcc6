"""A small world for random sequences: a family, a bank without sockets, a queue in our hand, and processes that can be killed."""
