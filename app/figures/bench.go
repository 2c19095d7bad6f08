package main

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// benchmark are the values of all rounds, by unit: sec/op, B/op and so on.
type benchmark map[string][]float64

// median is 0 where nothing was measured.
func (b benchmark) median(unit string) float64 {
	values := slices.Sorted(slices.Values(b[unit]))
	if len(values) == 0 {
		return 0
	}
	return values[len(values)/2]
}

// processors are what Go adds to a benchmark's name.
var processors = regexp.MustCompile(`-\d+$`)

// readBench reads Go's benchmarks by name, without the number of processors;
// nil where there are none.
func readBench(file string) (map[string]benchmark, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	found := map[string]benchmark{}
	results := benchfmt.NewReader(f, file)
	for results.Scan() {
		r, ok := results.Result().(*benchfmt.Result)
		if !ok {
			continue // a line of prose
		}
		name := processors.ReplaceAllString(r.Name.String(), "")
		if found[name] == nil {
			found[name] = benchmark{}
		}
		for _, v := range r.Values {
			unit, value := v.Unit, v.Value
			if v.OrigUnit != "" && v.OrigUnit != "ns/op" { // benchfmt makes bytes of MB
				unit, value = v.OrigUnit, v.OrigValue
			}
			found[name][unit] = append(found[name][unit], value)
		}
	}
	return found, results.Err()
}
