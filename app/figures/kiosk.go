package main

import (
	"fmt"
	"strings"
)

// kioskSection is what `make demo` and `make soak` measured of a kiosk in its
// window; empty where neither ran.
func kioskSection(m measured) string {
	if m.stalls == nil && m.soak == nil {
		return ""
	}
	var out strings.Builder
	out.WriteString("## Kiosk\n\nThe kiosk in its window under Xvfb, driven by app/drive (`make demo`, `make soak`), in software OpenGL on the same processors.\n")
	if n := len(m.soak); n > 0 {
		first, last := m.soak[0], m.soak[n-1]
		fmt.Fprintf(&out, "\nOnboardings back to back: %d in %.0f s; the process held %.0f MB after the first, %.0f MB after the last.\n", n, last.Seconds, first.RSSMB, last.RSSMB)
	}
	if m.stalls != nil {
		out.WriteString("\nThe longest time for which the window did not answer, what the onboarding took with the hands that drive it, and how long nothing could be done but wait\n\n" +
			"| scenario | on the screen | did not answer | onboarding | of it waiting |\n|---|---|---|---|---|\n")
		for _, s := range m.stalls {
			if s.MS > 0 { // the others leave no result
				fmt.Fprintf(&out, "| %s | %s | %.0f ms | %.1f s | %.1f s |\n", s.Scenario, s.Screen, s.MS, s.OnboardingMS/1000, s.WaitedMS/1000)
			}
		}
	}
	return out.String()
}
