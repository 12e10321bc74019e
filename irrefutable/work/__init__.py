"""The parts of the pipeline: each brings some of the stages together, and no stage knows of another."""
