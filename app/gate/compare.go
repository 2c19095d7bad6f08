package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"

	"golang.org/x/perf/benchfmt"
)

// figure is one thing that is measured of a benchmark.
type figure struct{ benchmark, unit string }

// span is the least and the most of all rounds; most runs give one number.
type span struct{ least, most float64 }

// beyond is what chance does not exceed.
func (s span) beyond() float64 { return s.most + (s.most - s.least) }

func (s span) String() string {
	if s.least == s.most {
		return fmt.Sprintf("%.0f", s.least)
	}
	return fmt.Sprintf("%.0f–%.0f", s.least, s.most)
}

// measured reads the bytes and allocations of Go's benchmarks.
func measured(file string) (map[figure]span, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	all := map[figure]span{}
	results := benchfmt.NewReader(f, file)
	for results.Scan() {
		r, ok := results.Result().(*benchfmt.Result)
		if !ok {
			continue // a line of prose
		}
		for _, v := range r.Values {
			if v.Unit != "B/op" && v.Unit != "allocs/op" {
				continue
			}
			at := figure{r.Name.String(), v.Unit}
			s, seen := all[at]
			if !seen {
				s = span{math.Inf(1), math.Inf(-1)}
			}
			all[at] = span{min(s.least, v.Value), max(s.most, v.Value)}
		}
	}
	if err := results.Err(); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no benchmark that tells its allocations", file)
	}
	return all, nil
}

// permit is what a figure may reach, and why.
type permit struct {
	most float64
	why  string
}

func readAllowed(file string) (map[figure]permit, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	table := csv.NewReader(f)
	table.Comma, table.Comment, table.FieldsPerRecord, table.LazyQuotes = '\t', '#', 4, true
	rows, err := table.ReadAll()
	if err != nil {
		return nil, err
	}
	all := map[figure]permit{}
	for _, row := range rows {
		most, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if row[3] == "" {
			return nil, errors.New(file + ": " + row[0] + " may grow, and nobody says why")
		}
		all[figure{row[0], row[1]}] = permit{most, row[3]}
	}
	return all, nil
}

// verdict is what became of a figure.
type verdict string

const (
	larger  verdict = "GROWN"
	excused verdict = "grown, allowed"
	smaller verdict = "shrunk"
	fresh   verdict = "new"
	gone    verdict = "GONE"
)

// change is a figure that is not as before.
type change struct {
	figure
	verdict       verdict
	before, after span
	why           string
}

func (c change) String() string {
	text := fmt.Sprintf("%-15s %s: ", c.verdict, c.benchmark)
	switch c.verdict {
	case fresh:
		return text + fmt.Sprintf("%v %s", c.after, c.unit)
	case gone:
		return text + fmt.Sprintf("%v %s before", c.before, c.unit)
	case excused:
		return text + fmt.Sprintf("%v %s, %v before: %s", c.after, c.unit, c.before, c.why)
	}
	return text + fmt.Sprintf("%v %s, %v before", c.after, c.unit, c.before)
}

// compare returns what changed, sorted by verdict and name. A figure that was
// the same in every round before has grown if it is above that in every round.
// One that differed, as where the collector empties a pool, must be above all
// rounds of before by more than they differed: of 200 such figures some would
// lie above by chance alone.
func compare(before, after map[figure]span, permits map[figure]permit) []change {
	var all []change
	for f, a := range after {
		b, known := before[f]
		c := change{figure: f, before: b, after: a}
		switch p, may := permits[f]; {
		case !known:
			c.verdict = fresh
		case a.least > b.beyond() && may && a.least <= p.most:
			c.verdict, c.why = excused, p.why
		case a.least > b.beyond():
			c.verdict = larger
		case a.most < b.least:
			c.verdict = smaller
		default:
			continue
		}
		all = append(all, c)
	}
	for f, b := range before {
		if _, still := after[f]; !still {
			all = append(all, change{figure: f, verdict: gone, before: b})
		}
	}
	slices.SortFunc(all, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.verdict, b.verdict), cmp.Compare(a.benchmark, b.benchmark), cmp.Compare(a.unit, b.unit))
	})
	return all
}
