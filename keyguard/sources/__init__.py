"""Where bytes come from: each source yields blobs, and a blob that could not be read says why."""
