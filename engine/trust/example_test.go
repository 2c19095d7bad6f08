package trust_test

import (
	"fmt"

	"portico/engine/trust"
)

// A document and a selfie alone never make an ACCEPT: nobody has shown that
// the face is alive.
func ExampleDecide() {
	v := trust.Decide(map[string]trust.Evidence{
		trust.DocumentGenuine:    trust.Score(.9),
		trust.DocumentNotExpired: trust.Flag(true),
		trust.MRZValid:           trust.Flag(true),
		trust.PortraitMatch:      trust.Score(.84),
	}, trust.Standard(true))
	fmt.Println(v.Decision)
	for _, reason := range v.Reasons {
		fmt.Println(reason)
	}
	// Output:
	// REVIEW
	// activeLiveness: no active liveness challenge was evaluated
}
