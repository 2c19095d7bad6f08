package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// mostStall is how long the interface thread may not answer, in milliseconds.
const mostStall = 100

// stall is the longest time for which an interface thread did not answer, and
// what the last onboarding of its scenario took, if one came to an end.
type stall struct {
	Scenario string  `json:"scenario"`
	Screen   string  `json:"screen"`
	MS       float64 `json:"longestStallMs"`
	Within   bool    `json:"within100ms"`
	Total    float64 `json:"onboardingMs,omitempty"`
	Waited   float64 `json:"waitedMs,omitempty"`          // of it, for Portico
	Picture  float64 `json:"firstPictureMs,omitempty"`    // from the start of the program to the first live picture, with the hands
	Rate     float64 `json:"picturesPerSecond,omitempty"` // that were drawn where most were, while nobody waited
	PeakMB   float64 `json:"peakMB,omitempty"`            // the most that the process held
}

// keepResult keeps a result beside those that follow it in a scenario.
func (s *stage) keepResult(name string) error {
	return os.Rename(filepath.Join(s.dir, "result.json"), filepath.Join(s.dir, "result-"+name+".json"))
}

// longest finds the longest stall in the results that a scenario left. A busy
// machine lengthens all of these times, so they are figures and fail nothing.
func longest(scenario, dir string) (found stall, err error) {
	results, err := filepath.Glob(filepath.Join(dir, "result*.json"))
	found.Scenario = scenario
	for _, file := range results {
		var o outcome
		data, readErr := os.ReadFile(file)
		if err = errors.Join(err, readErr); err == nil {
			err = json.Unmarshal(data, &o)
		}
		found.Total, found.Waited = o.MS["total"], 0
		found.PeakMB = max(found.PeakMB, o.PeakMB)
		found.Picture, found.Rate = o.MS["firstPicture"], 0
		frames := 0
		for _, screen := range o.Screens {
			if shown := screen.MS - screen.WaitedMS; screen.Frames > frames && shown > 0 {
				frames, found.Rate = screen.Frames, float64(screen.Frames)/shown*1000
			}
			found.Waited += screen.WaitedMS
			if screen.LongestStallMs > found.MS {
				found.Screen, found.MS = screen.Name, screen.LongestStallMs
			}
		}
	}
	found.Within = found.MS <= mostStall
	return found, err
}

// writeStalls leaves the figures of all scenarios in stalls.json.
func writeStalls(dir string, all []stall) error {
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "stalls.json"), append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("keep the stalls: %w", err)
	}
	return nil
}
