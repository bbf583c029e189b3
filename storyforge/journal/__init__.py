"""What is only of this machine: answers by key; knows neither stories nor git."""
