package track

import (
	"slices"
	"time"

	"portico/engine/imaging"
)

// Fault is why frames cannot be one take.
type Fault string

// The faults.
const (
	Timing   Fault = "timing"   // frames out of order, or too far apart
	Cut      Fault = "cut"      // the face jumped
	Repeated Fault = "repeated" // one picture twice: no sensor's noise does that
	Short    Fault = "short"    // too few frames to tell
)

const (
	// longestGap is between two frames of a kiosk that measures 12 a second:
	// half a second is a frozen camera or a cut.
	longestGap = 600 * time.Millisecond
	// fastest is how far the middle of a face moves, and by what factor it
	// grows, in a second: a visitor who sways at 2 face widths a second cannot
	// be measured anyhow.
	fastest = 8.  // distances of the pupils
	growing = 3.5 // times
	// least frames of a take.
	least = 6
)

// Faults returns what speaks against the frames being one take; none is none.
func Faults(frames []Frame) []Fault {
	if len(frames) < least {
		return []Fault{Short}
	}
	var all []Fault
	add := func(f Fault) {
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	seen := map[uint64]bool{frames[0].Print: true}
	for i := 1; i < len(frames); i++ {
		before, now := frames[i-1], frames[i]
		gap := now.At - before.At
		if gap <= 0 || gap > longestGap || now.Size != before.Size {
			add(Timing)
		}
		if seen[now.Print] {
			add(Repeated)
		}
		seen[now.Print] = true
		if gap > 0 && jumped(before, now, gap.Seconds()) {
			add(Cut)
		}
	}
	return all
}

// Tell adds to the cues of a take what is told of every one and decides
// nothing: Blink, Bands and Solid.
func Tell(frames []Frame, cues map[string]float64) {
	for name, of := range map[string]func([]Frame) (float64, bool){BlinkCue: Blink, BandsCue: Bands, SolidCue: Solid} {
		if v, ok := of(frames); ok {
			cues[name] = v
		}
	}
}

func jumped(a, b Frame, seconds float64) bool {
	if a.Face.EyeDistance <= 0 || b.Face.EyeDistance <= 0 {
		return true
	}
	moved := imaging.Dist(a.Face.Landmarks[2], b.Face.Landmarks[2]) / max(a.Face.EyeDistance, b.Face.EyeDistance)
	grown := b.Face.EyeDistance / a.Face.EyeDistance
	grown = max(grown, 1/grown)
	// A tenth of a second is forgiven to the clock.
	return moved > fastest*(seconds+.1) || grown-1 > (growing-1)*(seconds+.1)
}
