"""Claims and reviews: a machine that says anything of anybody, and a model that foresees what is heard."""
