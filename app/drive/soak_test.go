package main

import (
	"slices"
	"testing"
)

func TestGrowthIsNoticed(t *testing.T) {
	steady := slices.Repeat([]sample{{RSS: 300, Descriptors: 40, Goroutines: 30}}, 20)
	steady[0].RSS, steady[9].RSS = 200, 360 // warming up, and one onboarding before the collector ran
	if err := flat(steady); err != nil {
		t.Errorf("a steady kiosk: %v", err)
	}
	for name, grow := range map[string]func(*sample, int){
		"memory":      func(s *sample, i int) { s.RSS += float64(3 * i) },
		"descriptors": func(s *sample, i int) { s.Descriptors += i / 3 },
		"goroutines":  func(s *sample, i int) { s.Goroutines += i / 4 },
	} {
		leaking := slices.Clone(steady)
		for i := range leaking {
			grow(&leaking[i], i)
		}
		if flat(leaking) == nil {
			t.Errorf("leaking %s is not noticed", name)
		}
	}
	if flat(steady[:5]) == nil {
		t.Error("five onboardings are taken for a soak")
	}
}
