"""What leaves the playground for other programs, and comes from them: code, links, ONNX.  No Qt."""
