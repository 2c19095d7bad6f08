package main

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"

	"portico/engine/figures"
)

// plots draws the graphs and every DET and calibration that the evaluations
// left, as SVG into out, and removes the pictures of before.
func plots(sections, out string, graphs []graph) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	for kind, draw := range map[string]func(*plot.Plot, []curve) error{"det": drawDET, "calibration": drawCalibration} {
		files, err := filepath.Glob(filepath.Join(sections, "*."+kind+".tsv"))
		if err != nil {
			return err
		}
		for _, file := range files {
			name := strings.TrimSuffix(filepath.Base(file), "."+kind+".tsv")
			if err := drawFile(file, filepath.Join(out, name+".svg"), draw); err != nil {
				return fmt.Errorf("%s: %w", filepath.Base(file), err)
			}
		}
	}
	for _, g := range graphs {
		if err := g.draw(out); err != nil {
			return fmt.Errorf("%s: %w", g.file, err)
		}
	}
	return nil
}

func drawFile(from, to string, draw func(*plot.Plot, []curve) error) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	title, curves, err := parseScores(string(data))
	if err != nil {
		return err
	}
	p := newPlot(title)
	if err := draw(p, curves); err != nil {
		return err
	}
	return save(p, to)
}

func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.Padding = vg.Points(6)
	p.Legend.Top, p.Legend.TextStyle.Font.Size = true, vg.Points(8)
	p.Legend.YOffs = -vg.Points(4)
	p.Add(grid())
	return p
}

// style gives a line the colour and width of the i-th of a plot.
func style(line *plotter.Line, i int) { line.Color, line.Width = plotutil.Color(i), vg.Points(1.2) }

// save writes a plot as SVG.
func save(p *plot.Plot, to string) error {
	drawn, err := p.WriterTo(5*vg.Inch, 4*vg.Inch, "svg")
	if err != nil {
		return err
	}
	var svg bytes.Buffer
	if _, err := drawn.WriteTo(&svg); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // pictures for everybody
		return err
	}
	return os.WriteFile(to, svg.Bytes(), 0o644) //nolint:gosec // a picture for everybody
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	pale := color.Gray{Y: 225}
	g.Horizontal.Color, g.Vertical.Color = pale, pale
	return g
}

// curve are the scores of one source.
type curve struct {
	name   string
	scores []figures.Score
}

// parseScores reads what figures.Scores left: a title, then curve, value and
// 1 or 0 a line; the lines of a curve are together.
func parseScores(text string) (title string, curves []curve, err error) {
	first, rest, _ := strings.Cut(text, "\n")
	for line := range strings.Lines(rest) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 3 {
			return "", nil, fmt.Errorf("%d cells in a line, want 3", len(cells))
		}
		value, err := strconv.ParseFloat(cells[1], 64)
		if err != nil {
			return "", nil, err
		}
		if n := len(curves); n == 0 || curves[n-1].name != cells[0] {
			curves = append(curves, curve{name: cells[0]})
		}
		last := &curves[len(curves)-1]
		last.scores = append(last.scores, figures.Score{Value: value, True: cells[2] == "1"})
	}
	return strings.TrimPrefix(first, "# "), curves, nil
}

// probit is the quantile of the normal distribution, the scale of a DET's axes.
func probit(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
