package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// speedSection writes what portico bench printed (portico.jsonl) and what Go's
// benchmarks printed (go.txt); empty where nothing was measured.
func speedSection(dir string) (string, error) {
	steps, err := os.ReadFile(filepath.Join(dir, "portico.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("\n## Speed\n\n| step | runs | median | 95 % below | longest |\n|---|---|---|---|---|\n")
	var memory string
	for line := range bytes.Lines(steps) {
		var r struct {
			Name          string
			Runs          int
			P50, P95, Max float64
			MB            float64
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return "", fmt.Errorf("portico.jsonl: %w", err)
		}
		if r.MB > 0 {
			memory += fmt.Sprintf("\n%s: %.0f MB.\n", r.Name, r.MB)
			continue
		}
		fmt.Fprintf(&out, "| %s | %d | %s | %s | %s |\n", r.Name, r.Runs, millis(r.P50), millis(r.P95), millis(r.Max))
	}
	out.WriteString(memory)
	load, err := loadTable(filepath.Join(dir, "load.jsonl"))
	if err != nil {
		return "", err
	}
	table, err := goTable(filepath.Join(dir, "go.txt"))
	return out.String() + load + table, err
}

// loadTable is what portico bench --clients printed: each operation of the
// backend under load.
func loadTable(file string) (string, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("\n| operation of the backend | store | replicas | clients | answered | sent away | median | 95 % below | 99 % below | longest |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for line := range bytes.Lines(data) {
		var r struct {
			Operation, Store              string
			Replicas, Clients, Runs, Busy int
			P50, P95, P99, Max            float64
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return "", fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		fmt.Fprintf(&out, "| %s | %s | %d | %d | %d | %d | %s | %s | %s | %s |\n",
			r.Operation, r.Store, r.Replicas, r.Clients, r.Runs, r.Busy, millis(r.P50), millis(r.P95), millis(r.P99), millis(r.Max))
	}
	return out.String(), nil
}

func millis(ms float64) string {
	switch {
	case ms < .1:
		return fmt.Sprintf("%.1f µs", ms*1000)
	case ms < 10:
		return fmt.Sprintf("%.1f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

// goTable is Go's benchmarks as a table: name, time, other figures, each the
// median of the rounds.
func goTable(file string) (string, error) {
	found, err := readBench(file)
	if err != nil || found == nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("\n| Go benchmark | time | other figures |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(found)) {
		b := found[name]
		var others []string
		for _, unit := range slices.Sorted(maps.Keys(b)) {
			if unit != "sec/op" {
				others = append(others, fmt.Sprintf("%s %s", short(b.median(unit)), unit))
			}
		}
		fmt.Fprintf(&out, "| %s | %s | %s |\n", name, millis(1000*b.median("sec/op")), strings.Join(others, ", "))
	}
	return out.String(), nil
}

// short writes a number with three digits that count, or all before the point.
func short(v float64) string {
	if v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
