"""The day under way: what happened, what stands fast, the plan mended within promises, and whom one could ask. Pure."""
