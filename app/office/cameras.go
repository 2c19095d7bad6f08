package office

import (
	"context"
	"errors"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/guidance"
)

// errFixed says that a recording plays in the place of cameras.
var errFixed = errors.New("a recording plays here: there is no camera to choose")

func (o *Office) cameras(lens flow.Lens, proposed *guidance.Limits) (*screen.Cameras, error) {
	found, err := o.deps.Cameras()
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	c := &screen.Cameras{
		Chosen: o.camera.Of(config.Role(lens)), Fixed: o.deps.Settle == nil,
		Limits: screen.Limits(lens == flow.DocumentLens, o.camera.Guidance, proposed), Proposed: proposed != nil,
	}
	for _, cam := range found {
		c.Found = append(c.Found, screen.Camera{ID: cam.ID, Name: cam.Name, Virtual: cam.Virtual, Allowed: cam.In(o.camera.Allow)})
	}
	return c, nil
}

// Choose has a camera serve a lens from now on, and keeps that.
func (o *Office) Choose(_ context.Context, lens flow.Lens, id string) error {
	if o.deps.Settle == nil {
		return errFixed
	}
	return o.change(func(c *config.ChosenCamera) {
		if lens == flow.FaceLens {
			c.Face = &id
		} else {
			c.Document = &id
		}
	})
}

// Keep puts limits in force and keeps them.
func (o *Office) Keep(_ context.Context, l guidance.Limits) error {
	return o.change(func(c *config.ChosenCamera) { c.Guidance = &l })
}

// change keeps a choice, then has it in force.
func (o *Office) change(choose func(*config.ChosenCamera)) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.deps.Config.Settings().Change(func(c *config.Chosen) { choose(&c.Camera) }); err != nil {
		return err
	}
	var chosen config.ChosenCamera
	choose(&chosen)
	chosen.Over(&o.camera)
	if o.deps.Settle != nil {
		o.deps.Settle(o.camera)
	}
	return nil
}

// Guidance returns the limits in force.
func (o *Office) Guidance() guidance.Limits {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.camera.Guidance
}

// OneCamera reports whether one camera takes the document and the face.
func (o *Office) OneCamera() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.deps.Settle == nil || o.camera.Document == o.camera.Face
}
