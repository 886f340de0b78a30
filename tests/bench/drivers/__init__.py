"""People without a browser: each speaks one app's wire protocol as its page does."""
