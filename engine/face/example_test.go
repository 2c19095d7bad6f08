package face_test

import (
	"fmt"

	"portico/engine/face"
)

// A score can be judged on its own: distances of descriptors are mapped so
// that one limit serves.
func ExampleScore() {
	for _, distance := range []float64{0, .371, .55, .57, .8} {
		score := face.Score(distance)
		fmt.Printf("distance %.3f: score %.2f, same person: %v\n", distance, score, score >= face.Threshold)
	}
	// Output:
	// distance 0.000: score 1.00, same person: true
	// distance 0.371: score 0.85, same person: true
	// distance 0.550: score 0.38, same person: true
	// distance 0.570: score 0.35, same person: false
	// distance 0.800: score 0.07, same person: false
}
