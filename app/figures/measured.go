package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// measured is everything that the targets of make left.
type measured struct {
	sections map[string]section // of the evaluations and the comparison, by name
	speed    map[string]benchmark
	steps    []step
	load     []operation
	stalls   []stall
	soak     []soakSample

	speedDay, loadDay, demoDay, soakDay string // when they were measured
}

// step is one that `portico bench` timed, in ms, or its memory.
type step struct {
	Name          string
	Runs          int
	P50, P95, Max float64
	MB            float64
}

// operation is one of the backend's with so many clients at a time, in ms.
type operation struct {
	Operation, Store              string
	Replicas, Clients, Runs, Busy int
	P50, P95, P99, Max            float64
}

// stall is the longest time for which the kiosk's window did not answer in one
// scenario of `make demo`, and what the onboarding took, where one came to an
// end.
type stall struct {
	Scenario, Screen string
	MS               float64 `json:"longestStallMs"`
	OnboardingMS     float64
	WaitedMS         float64 // of it, for Portico
	FirstPictureMS   float64 // from the start of the program
	Pictures         float64 `json:"picturesPerSecond"` // that were drawn where most were
	PeakMB           float64
}

// soakSample is what the kiosk's process held after an onboarding of `make
// soak`.
type soakSample struct{ Seconds, RSSMB float64 }

// load reads the folders sections, bench, demo and soak of build; what is not
// there was not measured.
func load(build string) (m measured, err error) {
	bench := filepath.Join(build, "bench")
	m.sections, err = readSections(filepath.Join(build, "figures"))
	if err != nil {
		return m, err
	}
	if m.speed, err = readBench(filepath.Join(bench, "go.txt")); err != nil {
		return m, err
	}
	underLoad := filepath.Join(bench, "load.jsonl")
	stalls, soak := filepath.Join(build, "demo", "stalls.json"), filepath.Join(build, "soak", "soak.json")
	m.speedDay, m.loadDay, m.demoDay, m.soakDay = dayOf(bench), dayOf(underLoad), dayOf(stalls), dayOf(soak)
	return m, errors.Join(
		readLines(filepath.Join(bench, "portico.jsonl"), &m.steps), readLines(underLoad, &m.load),
		readJSON(stalls, &m.stalls), readJSON(soak, &m.soak),
	)
}

// dayOf is when a file or a folder last changed; empty if it is not there.
func dayOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return info.ModTime().Format(dayFormat)
}

// readLines reads a file of one JSON object a line.
func readLines[T any](file string, into *[]T) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for line := range bytes.Lines(data) {
		var v T
		if err := json.Unmarshal(line, &v); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		*into = append(*into, v)
	}
	return err
}

func readJSON(file string, into any) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	return nil
}

// section is one of the document, a heading first.
type section struct {
	text string
	day  string // when it was measured
}

func readSections(dir string) (map[string]section, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	found := map[string]section{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found[strings.TrimSuffix(filepath.Base(file), ".md")] = section{string(text), dayOf(file)}
	}
	return found, nil
}

// itsDay is the day that a section tells of itself.
var itsDay = regexp.MustCompile(`\nMeasured on (\d+ \w+ \d+)`)

// measured is the day on which it was.
func (s section) measured() string {
	if told := itsDay.FindStringSubmatch(s.text); told != nil {
		return told[1]
	}
	return s.day
}

// on is the text, which says when it was measured if that was another day.
func (s section) on(day string) string {
	if s.text == "" || s.day == day || itsDay.MatchString(s.text) {
		return s.text
	}
	heading, rest, _ := strings.Cut(s.text, "\n")
	return heading + "\n\nMeasured on " + s.day + ".\n" + rest
}

// cell is what stands in a table of the section: in the first row that begins
// with row, under the first caption that begins with caption. Columns count
// from 0. It is empty where nothing was found.
func (s section) cell(caption, row string, column int) string {
	var within, body bool
	for line := range strings.Lines(s.text) {
		line = strings.TrimSpace(line)
		switch cells := strings.Split(line, " | "); {
		case strings.HasPrefix(line, caption):
			within, body = true, false
		case line != "" && !strings.HasPrefix(line, "|"):
			within = false // another caption
		case strings.HasPrefix(line, "|-"):
			body = true
		case within && body && strings.HasPrefix(line, "| "+row) && column < len(cells):
			return strings.Trim(cells[column], "| ")
		}
	}
	return ""
}
