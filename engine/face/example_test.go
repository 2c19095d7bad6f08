package face_test

import (
	"fmt"

	"portico/engine/face"
)

// A score can be judged on its own: distances of descriptors are mapped so
// that one limit serves.
func ExampleScore() {
	for _, distance := range []float64{.25, .386, .54, .56, .8} {
		score := face.Score(distance)
		fmt.Printf("distance %.3f: score %.2f, same person: %v\n", distance, score, score >= face.Threshold)
	}
	// Output:
	// distance 0.250: score 0.98, same person: true
	// distance 0.386: score 0.85, same person: true
	// distance 0.540: score 0.38, same person: true
	// distance 0.560: score 0.32, same person: false
	// distance 0.800: score 0.01, same person: false
}
