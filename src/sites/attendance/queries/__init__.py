"""What can be asked of attendance: a sheet, who stays away, what one learner attended."""
