"""Ask the city: answers made only of published words, each sentence with its source."""
