"""The days of many wards, planned beside one another: by processes of this machine, or by Dask over many."""
