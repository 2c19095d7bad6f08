package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
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

func newBench(o *options) *cobra.Command {
	var runs int
	var clients []int
	cmd := &cobra.Command{
		Use: "bench", Short: "Measure speed and memory on this machine", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if runs < 1 {
				return usageError{errors.New("--runs must be at least 1")}
			}
			if slices.ContainsFunc(clients, func(n int) bool { return n < 1 || n > 64 }) {
				return usageError{errors.New("--clients are numbers from 1 to 64")}
			}
			if len(clients) > 0 {
				return load(cmd.Context(), o, clients, runs)
			}
			return bench(cmd.Context(), o, runs)
		},
	}
	cmd.Flags().IntVar(&runs, "runs", 20, "how often each step is measured")
	cmd.Flags().IntSliceVar(&clients, "clients", nil, "measure a backend instead, with so many `CLIENTS` at a time: 1,2,4,8")
	return cmd
}

func bench(ctx context.Context, o *options, runs int) error {
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
	say("measuring on %s, %d runs each", in.name, runs)
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
		r, err := measure(ctx, s.name, runs, s.do)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := o.print(r); err != nil {
			return err
		}
	}
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	return o.print(&memoryResult{"peak memory of this process", float64(usage.Maxrss) / 1024})
}

func measure(ctx context.Context, name string, runs int, do func() error) (*benchResult, error) {
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
			times = append(times, sinceMillis(start))
		}
	}
	return &benchResult{name, runs, percentile(times, .5), percentile(times, .95), percentile(times, 1)}, nil
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
