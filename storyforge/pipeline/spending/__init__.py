"""Spending: the desk that buys, its budgets, jobs and makers."""
