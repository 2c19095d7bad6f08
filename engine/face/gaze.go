package face

// Gaze returns where the irises stand in the eyes, mean of both: across along
// the line of an eye's corners, 0 at the corner on the picture's left and 1 at
// the other, and below that line, in eye widths. Points is a whole mesh.
func Gaze(points []Point3) (across, below float64) {
	eyes := [2]struct{ left, right, pupil int }{ // corners as the picture shows them
		{rightEyeOuter, rightEyeInner, rightPupil},
		{leftEyeInner, leftEyeOuter, leftPupil},
	}
	for _, e := range eyes {
		corner := points[e.left].flat()
		line := add(points[e.right].flat(), corner, -1)
		away := add(points[e.pupil].flat(), corner, -1)
		square := line.X*line.X + line.Y*line.Y
		across += (away.X*line.X + away.Y*line.Y) / square / 2
		below += (line.X*away.Y - line.Y*away.X) / square / 2
	}
	return across, below
}
