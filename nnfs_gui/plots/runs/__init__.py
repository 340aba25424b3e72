"""The Runs tab: many seeds at once, and what else tells whether a result was luck."""
