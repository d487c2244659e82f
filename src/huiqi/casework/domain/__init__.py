"""What casework knows without a database: snapshot files, answers column by column, groups, comparisons."""
