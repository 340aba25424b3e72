"""The decision boundary: map, contour, points, hover text and the painting tools."""
