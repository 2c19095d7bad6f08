package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// finding is a figure as it was measured, and when; no text: it was not.
type finding struct{ text, day string }

// finder takes a figure from what was measured.
type finder func(measured) finding

// mark is what Portico holds itself to, and where its figure is found.
type mark struct {
	what string
	find finder
	most bool // the limit is the most, else the least
	at   float64
	unit string
}

// group are the marks of one subject.
type group struct {
	name  string
	marks []mark
}

func atLeast(limit float64, unit, what string, find finder) mark {
	return mark{what, find, false, limit, unit}
}

func atMost(limit float64, unit, what string, find finder) mark {
	return mark{what, find, true, limit, unit}
}

var groups = []group{
	{"Documents", []mark{
		atLeast(.97, "", "a card's outline: mean overlap", cell("locating", "Marks", "mean overlap", 1)),
		atLeast(95, "%", "outlines that overlap by 0.95", cell("locating", "Marks", "overlap ≥ 0.95", 1)),
		atMost(2, "", "cards seen in 200 photographs without one", cell("locating", "Marks", "a card in 200", 1)),
		atLeast(100, "%", "machine-readable zones read without a wrong character", cell("mrz", "Outside pictures: every character right", "all", 1)),
		atMost(0, "%", "misread zones reported valid and sure", cell("mrz", "Outside pictures: misread", "all", 1)),
		atLeast(100, "%", "pictures without a zone: none found", cell("mrz", "Pictures without a zone", "no zone", 1)),
		atLeast(96, "%", "zones of altered pictures read without a wrong character", cell("mrz-altered", "Altered pictures: every character right", "all", 1)),
		atMost(.5, "%", "misread zones of rendered hard documents reported valid and sure", cell("mrz-rendered", "Rendered documents: misread", "all held back", 1)),
		atMost(60, "ms", "a zone, median", bench("Zones", "median-ms")),
		atMost(250, "ms", "a zone, 95 % below", bench("Zones", "p95-ms")),
		atLeast(95, "%", "fields of the sample card's front, composites", cell("document-fields", "Fields read exactly", "sample card, front", 1)),
		atLeast(95, "%", "fields of the sample card's back, composites", cell("document-fields", "Fields read exactly", "sample card, back", 1)),
		atMost(.05, "", "calibration error of the fields' confidence", cell("document-fields", "Expected calibration error", "", 3)),
		atLeast(70, "%", "passports: printed fields that agree with the zone", cell("document-passports", "Fields of the zone", "all", 1)),
		atLeast(100, "%", "passports: print reads the same without the zone", cell("document-passports", "Pictures whose visual zone", "all", 1)),
		atLeast(100, "%", "PDF417 read exactly", cell("barcodes", "Read exactly", "pdf_417", 1)),
		atLeast(100, "%", "QR codes read exactly", cell("barcodes", "Read exactly", "qr_code", 1)),
	}},
	{"Faces", []mark{
		atMost(.2, "%", "false matches at 0.35, half B", cell("face-match", "False matches at score 0.35, of all", "half B, all but orl", 1)),
		atMost(4, "%", "false non-matches at 0.35, half B", cell("face-match", "False non-matches at score 0.35", "half B, all but orl", 1)),
		atMost(15, "ms", "a live frame: detect, mesh", bench("Selfie/input=specimen/part=live", "sec/op")),
		atMost(90, "ms", "template", bench("Selfie/input=specimen/part=template", "sec/op")),
		atMost(.05, "ms", "compare two templates", bench("Compare/input=specimen", "sec/op")),
	}},
	{"Liveness", []mark{
		atLeast(95, "%", "approach: solid heads that pass", cell("liveness-approach", "Approach", "solid head", 1)),
		atMost(5, "%", "approach: prints that pass", cell("liveness-approach", "Approach", "print |", 1)),
		atMost(5, "%", "approach: tilted prints that pass", cell("liveness-approach", "Approach", "print, tilted |", 1)),
		atMost(5, "%", "approach: screens that pass", cell("liveness-approach", "Approach", "screen", 1)),
		atLeast(95, "%", "approach, postures and light drawn by chance: solid heads that pass", cell("liveness-approach", drawn, "solid head", 1)),
		atMost(5, "%", "approach, likewise: prints that pass", cell("liveness-approach", drawn, "print |", 1)),
		atMost(5, "%", "approach, likewise: tilted prints that pass", cell("liveness-approach", drawn, "print, tilted |", 1)),
		atMost(5, "%", "approach, likewise: screens that pass", cell("liveness-approach", drawn, "screen", 1)),
		atLeast(95, "%", "light: solid heads that pass", cell("liveness-light", "Light,", "solid head |", 1)),
		atMost(5, "%", "light: prints that pass", cell("liveness-light", "Light,", "print |", 1)),
		atMost(5, "%", "light: screens with light of their own that pass", cell("liveness-light", "Light,", "screen with its own light", 1)),
		atMost(5, "%", "light: replays of another sequence that pass", cell("liveness-light", "Light,", "screen that shows another sequence", 1)),
		atLeast(90, "%", "gaze: corners told right", cell("liveness-puppets", "Where the irises stand", "corner", 1)),
		atLeast(95, "%", "smile: neutral, then a smile, passes", cell("liveness-puppets", "20 puppets", "smile: neutral, then a smile", 1)),
		atMost(10, "%", "passive, limit 0.80: live pictures below (lbp)", passive("live pictures below (BPCER)", "lbp, live")),
		atMost(10, "%", "passive, limit 0.80: half-tone prints that pass (lbp)", passive("copies that pass (APCER)", "lbp, spoof-print")),
		atMost(10, "%", "passive, limit 0.80: sharp screens that pass (lbp)", passive("copies that pass (APCER)", "lbp, spoof-replay")),
		atMost(10, "%", "passive, limit 0.80: portraits under photographed screens' texture that pass", passive("copies that pass (APCER)", "portraits, under photographed screens")),
	}},
	{"Cameras and guidance", []mark{
		atMost(500, "ms", "cards: acceptable to taken, median", cell("guidance-cards", "Brought in", "all", 1)),
		atMost(1000, "ms", "cards: acceptable to taken, 95 % below", cell("guidance-cards", "Brought in", "all", 2)),
		atMost(1, "%", "cards that stay unacceptable and are taken", cell("guidance-cards", "That stay unacceptable", "all", 1)),
		atLeast(95, "%", "cards: hint agrees with the defect", cell("guidance-cards", "Brought in", "all", 5)),
		atMost(500, "ms", "faces: acceptable to taken, median", cell("guidance-faces", "Brought in", "all", 1)),
		atMost(1000, "ms", "faces: acceptable to taken, 95 % below", cell("guidance-faces", "Brought in", "all", 2)),
		atMost(1, "%", "faces that stay unacceptable and are taken", cell("guidance-faces", "That stay unacceptable", "all", 1)),
		atLeast(95, "%", "faces: hint agrees with the defect", cell("guidance-faces", "Brought in", "all", 5)),
		atMost(100, "ms", "720p at 30 a second: age of the analysed frame, 95 % below", bench("LiveGuidance", "age-p95-ms")),
		atLeast(15, "", "analyses a second meanwhile", bench("LiveGuidance", "analyses/s")),
		atMost(1.2, "", "processors meanwhile", bench("LiveGuidance", "cores")),
	}},
	{"Speed and memory", []mark{
		atMost(600, "ms", "sample page, front: picture to data, median", timed("page, front: picture to data")),
		atMost(600, "ms", "sample page, back: picture to data, median", timed("page, back: picture to data")),
		atMost(200, "ms", "selfie: picture to template, median", timed("selfie: picture to template")),
		atMost(1500, "ms", "whole onboarding of the sample: two pages, selfie, smile, decision", bench("Onboarding/input=sample", "sec/op")),
		atMost(2000, "ms", "backend, one client: page, front, 95 % below", loaded("createDocumentPage front", 1, func(o operation) float64 { return o.P95 })),
		atMost(8000, "ms", "backend, eight clients: page, front, 99 % below", loaded("createDocumentPage front", 8, func(o operation) float64 { return o.P99 })),
		atMost(500, "ms", "a body of 35 MB whose picture is an array of numbers, parsed", bench("SignedBytes/compact", "sec/op")),
		atMost(1000, "ms", "store of 10,000 customers opened", bench("OpenMany/customers=10000", "sec/op")),
		atMost(5, "", "a page saved among 10,000 customers, times a bare fsync", bench("SavePageAmongMany/customers=10000", "times-bare-fsync")),
	}},
	{"Kiosk", []mark{
		atMost(100, "ms", "longest time the window does not answer, all scenarios", longestStall),
		atMost(25, "s", "demonstration: a whole onboarding, the visitor reacting at once, median", demonstration(func(s stall) float64 { return s.OnboardingMS })),
		atMost(3, "s", "demonstration: of it waiting for Portico, median", demonstration(func(s stall) float64 { return s.WaitedMS })),
		atMost(2, "s", "start of the program to the first live picture, with the hands", live("%.2f s", func(s stall) float64 { return s.FirstPictureMS / 1000 })),
		atLeast(25, "", "live pictures of 720p a second while guidance runs", live("%.1f", func(s stall) float64 { return s.Pictures })),
		atMost(500, "MB", "most memory of the kiosk, 720p at 30 pictures a second and a whole onboarding", live("%.0f MB", func(s stall) float64 { return s.PeakMB })),
		atMost(500, "MB", "most memory of the kiosk, onboarding after onboarding", mostMemory),
	}},
}

// cell finds a figure in a table of a section; where the evaluation no longer
// writes it under this name, the table says so.
func cell(name, caption, row string, column int) finder {
	return func(m measured) finding {
		s, ok := m.sections[name]
		if !ok {
			return finding{}
		}
		return finding{cmp.Or(s.cell(caption, row, column), "not in its section"), s.measured()}
	}
}

// passive finds a figure of the fused score at its lower limit.
func passive(caption, row string) finder {
	return cell("liveness-passive", "Both, limit 0.80: "+caption, row, 1)
}

// drawn begins the caption of the approach from postures drawn by chance.
const drawn = "Approach, 20 puppets, 960×540 pixels, eyes from .6"

// moving is the scenario whose visitor moves the card about.
const moving = "live"

// live finds what is measured while a card is moved about.
func live(format string, of func(stall) float64) finder {
	return func(m measured) finding {
		for _, s := range m.stalls {
			if s.Scenario == moving && of(s) > 0 {
				return finding{fmt.Sprintf(format, of(s)), m.demoDay}
			}
		}
		return finding{}
	}
}

// bench finds a Go benchmark's figure.
func bench(name, unit string) finder {
	return func(m measured) finding {
		switch v := m.speed[name].median(unit); {
		case v == 0:
			return finding{}
		case unit == "sec/op":
			return finding{short(1000*v) + " ms", m.speedDay}
		default:
			return finding{short(v), m.speedDay}
		}
	}
}

// timed finds the median of a step of `portico bench`.
func timed(name string) finder {
	return func(m measured) finding {
		for _, s := range m.steps {
			if s.Name == name {
				return finding{short(s.P50) + " ms", m.speedDay}
			}
		}
		return finding{}
	}
}

// loaded finds an operation's figure with so many clients and one server on a
// folder.
func loaded(name string, clients int, of func(operation) float64) finder {
	return func(m measured) finding {
		for _, o := range m.load {
			if o.Operation == name && o.Clients == clients && o.Store == "folder" {
				return finding{fmt.Sprintf("%s ms (%d answered)", short(of(o)), o.Runs), m.loadDay}
			}
		}
		return finding{}
	}
}

func longestStall(m measured) finding {
	var most stall
	for _, s := range m.stalls {
		if s.MS >= most.MS {
			most = s
		}
	}
	if most.Scenario == "" {
		return finding{}
	}
	return finding{fmt.Sprintf("%.0f ms (%s, %s)", most.MS, most.Scenario, most.Screen), m.demoDay}
}

// demonstration is the median of a time, in ms, over the scenarios of the
// demonstration whose onboarding came to an end, but for the one whose visitor
// does not react at once.
func demonstration(of func(stall) float64) finder {
	return func(m measured) finding {
		var all []float64
		for _, s := range m.stalls {
			if s.OnboardingMS > 0 && s.Scenario != moving {
				all = append(all, of(s)/1000)
			}
		}
		if len(all) == 0 {
			return finding{}
		}
		slices.Sort(all)
		return finding{fmt.Sprintf("%s s (scenarios: %d)", short(all[len(all)/2]), len(all)), m.demoDay}
	}
}

func mostMemory(m measured) finding {
	var most float64
	for _, s := range m.soak {
		most = max(most, s.RSSMB)
	}
	if most == 0 {
		return finding{}
	}
	return finding{fmt.Sprintf("%.0f MB (%d onboardings)", most, len(m.soak)), m.soakDay}
}

// share is a count with its percentage, as figures.Share writes it.
var share = regexp.MustCompile(`^\d+ of \d+ \(([\d.]+) %`)

// number is what a cell begins with.
var number = regexp.MustCompile(`^[\d.]+`)

// reading is a figure's number, in per cent if it is a share; false where there
// is none.
func reading(figure string) (float64, bool) {
	text := number.FindString(figure)
	if found := share.FindStringSubmatch(figure); found != nil {
		text = found[1]
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}

// verdict holds a figure against its mark.
func (k mark) verdict(figure string) string {
	v, ok := reading(figure)
	switch {
	case !ok:
		return "not measured"
	case k.most && v > k.at, !k.most && v < k.at:
		return "**missed**"
	}
	return "met"
}

// limit is the mark as text.
func (k mark) limit() string {
	sign := "≥"
	if k.most {
		sign = "≤"
	}
	return strings.TrimSpace(fmt.Sprintf("%s %g %s", sign, k.at, k.unit))
}

// marksTable holds every figure against its mark, says first how many are met,
// missed and not measured, and which were measured on another day than day.
func marksTable(m measured, day string) string {
	var rows strings.Builder
	count := map[string]int{}
	for _, g := range groups {
		fmt.Fprintf(&rows, "| **%s** | | | |\n", g.name)
		for _, k := range g.marks {
			found := k.find(m)
			verdict := k.verdict(found.text)
			count[verdict]++
			if found.text != "" && found.day != day {
				verdict += ", on " + found.day
			}
			fmt.Fprintf(&rows, "| %s | %s | %s | %s |\n", k.what, k.limit(), found.text, verdict)
		}
	}
	return fmt.Sprintf("## Marks\n\nWhat Portico holds itself to. %d are met, %d missed, %d not measured. A mark is never loosened.\n\n"+
		"| | mark | measured | |\n|---|---|---|---|\n%s", count["met"], count["**missed**"], count["not measured"], rows.String())
}
