package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// speedSection writes what portico bench timed and what Go's benchmarks
// printed; empty where nothing was measured.
func speedSection(m measured) string {
	if m.steps == nil && m.load == nil && m.speed == nil {
		return ""
	}
	text := "## Speed\n" + stepTable(m.steps)
	for _, g := range graphs(m) {
		text += fmt.Sprintf("\n![%s](images/figures/%s.svg)\n", g.title, g.file)
	}
	return text + loadTables(m.load) + goTable(m.speed)
}

func stepTable(steps []step) string {
	if steps == nil {
		return ""
	}
	var out, memory strings.Builder
	out.WriteString("\nThe sample page is a photograph of 1200×1600 pixels, as JPEG; every source is read.\n\n" +
		"| step | runs | median | 95 % below | longest |\n|---|---|---|---|---|\n")
	for _, s := range steps {
		if s.MB > 0 {
			fmt.Fprintf(&memory, "\n%s: %.0f MB.\n", s.Name, s.MB)
			continue
		}
		fmt.Fprintf(&out, "| %s | %d | %s | %s | %s |\n", s.Name, s.Runs, millis(s.P50), millis(s.P95), millis(s.Max))
	}
	return out.String() + memory.String()
}

// loadTables are the backend's operations by the number of clients, a table
// for each store and number of servers.
func loadTables(all []operation) string {
	type servers struct {
		store    string
		replicas int
	}
	var kinds []servers
	for _, o := range all {
		if k := (servers{o.Store, o.Replicas}); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	var out strings.Builder
	for _, k := range kinds {
		few := slices.DeleteFunc(slices.Clone(all), func(o operation) bool { return o.Store != k.store || o.Replicas != k.replicas })
		fmt.Fprintf(&out, "\nThe backend, customers in a %s, servers: %d. Clients that each send the next request when they have an answer. "+
			"Milliseconds: median / 95 %% below.%s\n\n", k.store, k.replicas, sentAway(few))
		out.WriteString(loadTable(few))
	}
	return out.String()
}

// loadTable has a row for each operation and a column for each number of
// clients.
func loadTable(all []operation) string {
	var names []string
	var columns []int
	at := map[string]map[int]operation{}
	for _, o := range all {
		if at[o.Operation] == nil {
			names, at[o.Operation] = append(names, o.Operation), map[int]operation{}
		}
		at[o.Operation][o.Clients] = o
		if !slices.Contains(columns, o.Clients) {
			columns = append(columns, o.Clients)
		}
	}
	slices.Sort(columns)
	var out strings.Builder
	out.WriteString("| operation |")
	for _, n := range columns {
		fmt.Fprintf(&out, " %d |", n)
	}
	out.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, name := range names {
		fmt.Fprintf(&out, "| %s |", name)
		for _, n := range columns {
			if o, ok := at[name][n]; ok && o.Runs > 0 {
				fmt.Fprintf(&out, " %s / %s |", short(o.P50), short(o.P95))
			} else {
				out.WriteString(" |")
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

// sentAway says how many requests were refused for load, by clients.
func sentAway(all []operation) string {
	answered, away := map[int]int{}, map[int]int{}
	for _, o := range all {
		answered[o.Clients] += o.Runs
		away[o.Clients] += o.Busy
	}
	var texts []string
	for _, n := range slices.Sorted(maps.Keys(answered)) {
		texts = append(texts, fmt.Sprintf("%d of %d with %d", away[n], away[n]+answered[n], n))
	}
	return " Sent away for load: " + strings.Join(texts, ", ") + "."
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

// goTable is Go's benchmarks as a table: name, time, allocations, other
// figures, each the median of the rounds.
func goTable(found map[string]benchmark) string {
	if found == nil {
		return ""
	}
	var out strings.Builder
	out.WriteString("\nGo's benchmarks, a stage each.\n\n| benchmark | time | allocated | allocations | other figures |\n|---|---|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(found)) {
		b := found[name]
		var others []string
		for _, unit := range slices.Sorted(maps.Keys(b)) {
			if unit != "sec/op" && unit != "B/op" && unit != "allocs/op" {
				others = append(others, fmt.Sprintf("%s %s", short(b.median(unit)), unit))
			}
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", name, millis(1000*b.median("sec/op")), size(b.median("B/op")), short(b.median("allocs/op")), strings.Join(others, ", "))
	}
	return out.String()
}

// size writes bytes for people.
func size(bytes float64) string {
	switch {
	case bytes >= 1e6:
		return short(bytes/1e6) + " MB"
	case bytes >= 1e3:
		return short(bytes/1e3) + " kB"
	}
	return short(bytes) + " B"
}

// short writes a number with three digits that count, or all before the point.
func short(v float64) string {
	if v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
