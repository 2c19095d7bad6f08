package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"portico/assets/specimen"
	"portico/engine/customer"
	"portico/engine/face"
	"portico/engine/imaging"
)

type benchResult struct {
	Name string  `json:"name"`
	Runs int     `json:"runs"`
	P50  float64 `json:"p50"` // ms, as are the next two
	P95  float64 `json:"p95"`
	Max  float64 `json:"max"`
}

type memoryResult struct {
	Name string  `json:"name"`
	MB   float64 `json:"mb"`
}

// benchInput are the pictures that are measured: the contract's sample card
// where PORTICO_DATA has it, else Portico's own specimen.
type benchInput struct {
	name                string
	front, back, selfie []byte
}

// benchOptions are the flags of the command.
type benchOptions struct {
	*options
	runs              int
	clients, replicas []int
	redis             string
	samples           string // file; empty: none
}

func newBench(o *options) *cobra.Command {
	b := benchOptions{options: o}
	cmd := &cobra.Command{
		Use: "bench", Short: "Measure speed and memory on this machine", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := b.check(); err != nil {
				return usageError{err}
			}
			if len(b.clients) > 0 {
				return load(cmd.Context(), b)
			}
			return bench(cmd.Context(), b)
		},
	}
	cmd.Flags().IntVar(&b.runs, "runs", 20, "how often each step is measured")
	cmd.Flags().IntSliceVar(&b.clients, "clients", nil, "measure a backend instead, with so many `CLIENTS` at a time: 1,2,4,8")
	cmd.Flags().IntSliceVar(&b.replicas, "replicas", []int{1}, "so many servers in one process, on a Redis: 1,2")
	cmd.Flags().StringVar(&b.redis, "redis", "", "`ADDRESS` of an empty Redis to keep customers in: redis://host:6379/0 (default: a new folder)")
	cmd.Flags().StringVar(&b.samples, "samples", "", "append every single time to `FILE`, as Go's benchmarks write it, for benchstat")
	return cmd
}

func (b benchOptions) check() error {
	outside := func(most int) func(int) bool { return func(n int) bool { return n < 1 || n > most } }
	switch {
	case b.runs < 1:
		return errors.New("--runs must be at least 1")
	case slices.ContainsFunc(b.clients, outside(64)):
		return errors.New("--clients are numbers from 1 to 64")
	case len(b.replicas) == 0 || slices.ContainsFunc(b.replicas, outside(8)):
		return errors.New("--replicas are numbers from 1 to 8")
	case slices.Max(b.replicas) > 1 && (b.redis == "" || len(b.clients) == 0):
		return errors.New("--replicas share a Redis and answer clients: give --redis and --clients")
	}
	return nil
}

// keep appends the times of a step, in ms, to the file of samples if there is
// one.
func (b benchOptions) keep(name string, times []float64) error {
	if b.samples == "" {
		return nil
	}
	var lines bytes.Buffer
	for _, ms := range times {
		fmt.Fprintf(&lines, "Benchmark%s 1 %.0f ns/op\n", strings.ReplaceAll(name, " ", "_"), ms*1e6)
	}
	f, err := os.OpenFile(b.samples, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) //nolint:gosec // times are for everybody
	if err != nil {
		return err
	}
	_, err = f.Write(lines.Bytes())
	return errors.Join(err, f.Close())
}

func bench(ctx context.Context, o benchOptions) error {
	start := time.Now()
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	if err := o.print(&benchResult{"start-up: models loaded", 1, sinceMillis(start), sinceMillis(start), sinceMillis(start)}); err != nil {
		return err
	}
	in, err := benchPictures()
	if err != nil {
		return err
	}
	say("measuring on %s, %d runs each", in.name, o.runs)
	frame, err := liveFrame(in.front)
	if err != nil {
		return err
	}
	c := customer.New("", start)
	p.Engine.StartDocument(c, customer.Advice{}, nil, nil)
	var selfie, portrait face.Template
	steps := []struct {
		name string
		do   func() error
	}{
		{"page, front: picture to data", func() error {
			out, err := p.Engine.AddPage(ctx, c, in.front, nil)
			if err == nil && out.Page != nil {
				portrait = out.Page.Template
			}
			return err
		}},
		{"page, back: picture to data", func() error { _, err := p.Engine.AddPage(ctx, c, in.back, nil); return err }},
		{"locate in a live frame", func() error { _, _ = p.Documents.Locate(frame); return nil }},
		{"selfie: picture to template", func() error {
			_, err := p.Engine.SetSelfie(ctx, c, in.selfie)
			if c.Selfie != nil {
				selfie = c.Selfie.Template
			}
			return err
		}},
		{"compare two templates", func() error { _, err := face.Compare(selfie, portrait); return err }},
		{"decide", func() error { p.Engine.Decide(c, start); return nil }},
	}
	for _, s := range steps {
		times, err := measure(ctx, o.runs, s.do)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := o.print(&benchResult{s.name, o.runs, percentile(times, .5), percentile(times, .95), percentile(times, 1)}); err != nil {
			return err
		}
		if err := o.keep("Step/step="+s.name, times); err != nil {
			return err
		}
	}
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	return o.print(&memoryResult{"peak memory of this process", float64(usage.Maxrss) / 1024})
}

// measure returns how long each of runs took, in ms.
func measure(ctx context.Context, runs int, do func() error) ([]float64, error) {
	times := make([]float64, 0, runs)
	for i := range runs + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		start := time.Now()
		if err := do(); err != nil {
			return nil, err
		}
		if i > 0 { // the first run warms caches
			times = append(times, time.Since(start).Seconds()*1000)
		}
	}
	return times, nil
}

func benchPictures() (benchInput, error) {
	if base := os.Getenv("PORTICO_DATA"); base != "" {
		in := benchInput{name: "the contract's sample card"}
		for path, data := range map[string]*[]byte{
			"documents/L2/document-front.jpeg": &in.front, "documents/L2/document-back.jpeg": &in.back, "faces/face.jpeg": &in.selfie,
		} {
			var err error
			if *data, err = os.ReadFile(filepath.Join(base, "dis", path)); err != nil {
				return in, err
			}
		}
		return in, nil
	}
	person := specimen.Person{Seed: 4}
	card := specimen.Example(specimen.IDPhoto(person))
	pose := specimen.Pose{X: .5, Y: .5, Width: .7, Angle: .02}
	in := benchInput{name: "Portico's own specimen"}
	for img, data := range map[*image.RGBA]*[]byte{
		specimen.OnDesk(card.Front(1600), 1600, 1200, pose): &in.front,
		specimen.OnDesk(card.Back(1600), 1600, 1200, pose):  &in.back,
		specimen.InRoom(person, 1280, 720, 0, 0):            &in.selfie,
	} {
		var err error
		if *data, err = imaging.EncodeJPEG(img, 92); err != nil {
			return in, err
		}
	}
	return in, nil
}

// liveFrame is the picture at the size of a 1280-pixel camera.
func liveFrame(photo []byte) (*image.RGBA, error) {
	img, err := imaging.Decode(photo, imaging.Limits{})
	if err != nil {
		return nil, err
	}
	small, _ := imaging.Fit(img, 1280)
	return small, nil
}

func (r *benchResult) text(w io.Writer) {
	fmt.Fprintf(w, "%-32s p50 %8.1f ms   p95 %8.1f ms   max %8.1f ms   n=%d\n", r.Name, r.P50, r.P95, r.Max, r.Runs)
}

func (r *memoryResult) text(w io.Writer) { fmt.Fprintf(w, "%-32s %8.0f MB\n", r.Name, r.MB) }
