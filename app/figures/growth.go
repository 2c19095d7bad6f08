package main

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// series is how long something takes, in ms, by how many there are of
// something else.
type series struct {
	name string
	plotter.XYs
}

// graph is a plot of series, both of whose axes are logarithmic.
type graph struct {
	file, title, x string
	series         []series
}

// graphs are those of the speed that have at least two points in each series.
func graphs(m measured) (drawn []graph) {
	for _, g := range []graph{
		{"growth", "The store as it grows", "customers in the store", growth(m.speed)},
		{"load", "A page, front, under load", "clients", underLoad(m.load)},
	} {
		g.series = slices.DeleteFunc(g.series, func(s series) bool { return len(s.XYs) < 2 })
		if len(g.series) > 0 {
			drawn = append(drawn, g)
		}
	}
	return drawn
}

var customers = regexp.MustCompile(`^(.+)/customers=(\d+)$`)

// growth is how long the store takes to open and to save a page.
func growth(speed map[string]benchmark) []series {
	opened, saved := series{name: "open the store"}, series{name: "save a page"}
	for name, b := range speed {
		found := customers.FindStringSubmatch(name)
		if found == nil {
			continue
		}
		n, _ := strconv.ParseFloat(found[2], 64)
		switch found[1] {
		case "OpenMany":
			opened.XYs = append(opened.XYs, plotter.XY{X: n, Y: 1000 * b.median("sec/op")})
		case "SavePageAmongMany":
			saved.XYs = append(saved.XYs, plotter.XY{X: n, Y: b.median("save-ms")})
		}
	}
	byNumber := func(a, b plotter.XY) int { return cmp.Compare(a.X, b.X) }
	slices.SortFunc(opened.XYs, byNumber)
	slices.SortFunc(saved.XYs, byNumber)
	return []series{opened, saved}
}

// underLoad is the median of a front page, a line for each store and number of
// servers.
func underLoad(all []operation) (lines []series) {
	for _, o := range all {
		if o.Operation != "createDocumentPage front" || o.Runs == 0 {
			continue
		}
		name := fmt.Sprintf("%s, servers: %d", o.Store, o.Replicas)
		at := slices.IndexFunc(lines, func(s series) bool { return s.name == name })
		if at < 0 {
			at, lines = len(lines), append(lines, series{name: name})
		}
		lines[at].XYs = append(lines[at].XYs, plotter.XY{X: float64(o.Clients), Y: o.P50})
	}
	return lines
}

func (g graph) draw(dir string) error {
	p := newPlot(g.title)
	p.X.Label.Text, p.Y.Label.Text = g.x, "milliseconds"
	p.X.Scale, p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogScale{}, plot.LogTicks{Prec: -1}
	var ticks plot.ConstantTicks
	for i, s := range g.series {
		line, points, err := plotter.NewLinePoints(s.XYs)
		if err != nil {
			return err
		}
		for _, at := range s.XYs {
			ticks = append(ticks, plot.Tick{Value: at.X, Label: fmt.Sprint(at.X)})
		}
		style(line, i)
		points.Color = line.Color
		p.Add(line, points)
		p.Legend.Add(s.name, line, points)
	}
	p.X.Tick.Marker = ticks
	p.Y.Min, p.Y.Max = math.Pow(10, math.Floor(math.Log10(p.Y.Min))), math.Pow(10, math.Ceil(math.Log10(p.Y.Max)))
	p.Legend.Left = true
	return save(p, filepath.Join(dir, g.file+".svg"))
}
