"""Import, index, search and answer: from official papers to a cited provision."""
