package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"maps"
	"time"

	"portico/engine/customer"
	"portico/engine/guidance"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/native/assemble"
)

// film gives the pictures of a video, a recorded sequence or a folder, with
// their times.
func (o *options) film(ctx context.Context, path string, each func(img *image.RGBA, at time.Duration) error) (err error) {
	src, err := o.recording(ctx, path)
	if err != nil {
		return usageError{err}
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	last := -guidance.Every
	for {
		f, err := src.Read(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the sequence: %w", err)
		}
		if f.Time-last < guidance.Every {
			continue
		}
		last = f.Time
		if err := each(f.Image, f.Time); err != nil {
			return fmt.Errorf("frame %d: %w", f.Seq, err)
		}
	}
}

// approach judges a film of somebody who came closer. No distances were drawn
// for it, so any will do.
func approach(ctx context.Context, o *options, path string) error {
	return onFilm(ctx, o, func(p *assemble.Parts) (liveness.Result, int, error) {
		take := p.Engine.NewTake()
		err := o.film(ctx, path, func(img *image.RGBA, at time.Duration) error { return take.Add(ctx, img, at) })
		if err != nil {
			return liveness.Result{}, 0, err
		}
		res, err := take.Judge(ctx, liveness.MagnifEye, nil)
		return res, take.Len(), err
	})
}

// smileOnFilm finds the broadest smile of a film and the calmest face before
// it, and judges the two.
func smileOnFilm(ctx context.Context, o *options, path string) error {
	return onFilm(ctx, o, func(p *assemble.Parts) (liveness.Result, int, error) {
		type moment struct {
			smile float64
			img   *image.RGBA
		}
		var calm, before, broad *moment
		frames := 0
		err := o.film(ctx, path, func(img *image.RGBA, _ time.Duration) error {
			found, err := p.Faces.Find(ctx, img)
			if err != nil || len(found) == 0 {
				return err
			}
			frames++
			now := &moment{found[0].Smile, img}
			if broad == nil || now.smile > broad.smile {
				broad, before = now, calm
			}
			if calm == nil || now.smile < calm.smile {
				calm = now
			}
			return nil
		})
		res := liveness.Result{Kind: liveness.Smile, Error: liveness.NotEnoughData}
		if err != nil || before == nil {
			return res, frames, err
		}
		c := customer.New("", time.Time{})
		p.Engine.StartLiveness(c)
		for a, m := range map[liveness.Assertion]*moment{liveness.Neutral: before, liveness.Smiling: broad} {
			photo, err := imaging.EncodeJPEG(m.img, 95)
			if err != nil {
				return res, frames, err
			}
			if _, err := p.Engine.AddLivenessSelfie(ctx, c, photo, a); err != nil {
				return res, frames, err
			}
		}
		res, err = p.Engine.EvaluateLiveness(ctx, c, liveness.Smile)
		return res, frames, err
	})
}

// onFilm opens the engine for judge and prints what it says.
func onFilm(ctx context.Context, o *options, judge func(*assemble.Parts) (liveness.Result, int, error)) error {
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	start := time.Now()
	res, frames, err := judge(p)
	if err != nil {
		return err
	}
	return printActive(o, res, frames, start)
}

func printActive(o *options, res liveness.Result, frames int, start time.Time) error {
	r := &activeResult{Type: names[res.Kind], Score: res.Score, Error: res.Error, Cues: map[string]float64{}, Frames: frames, MS: sinceMillis(start)}
	maps.Copy(r.Cues, res.Cues)
	if err := o.print(r); err != nil {
		return err
	}
	if r.Score == nil {
		return errSomeFailed
	}
	return nil
}
