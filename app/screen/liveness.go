package screen

// Liveness is how the passive check is set for this desk's camera.
type Liveness struct {
	People, Copies Size        // collected so far
	Least          int         // pictures of each that are needed
	Errors         *DeskErrors // with the limits found; nil while there is too little
	Own            bool        // limits of this desk are in force
	Fixed          bool        // a recording plays: it tells nothing of a desk
}

// Size is how much was collected of one kind.
type Size struct{ Takes, Pictures int }

// DeskErrors are how often the check errs at this desk.
type DeskErrors struct {
	Doubted Rate // people: BPCER
	Passed  Rate // copies: APCER
}

// Rate is a count among Of, and the 95 % interval of its share, 0..1.
type Rate struct {
	Hits, Of  int
	Low, High float64
}
