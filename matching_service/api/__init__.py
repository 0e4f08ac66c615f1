"""JSON over HTTP under /api/v1, /health beside it; described in /openapi.json and browsable at /docs."""
