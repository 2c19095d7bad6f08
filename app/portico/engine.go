package main

import (
	"context"
	"errors"

	"portico/engine/native/assemble"
)

// engine opens the engine with the operator's document types and says which of
// their templates could not be used. The caller closes it.
func (o *options) engine(ctx context.Context) (*assemble.Parts, error) {
	cfg, err := o.load()
	if err != nil {
		return nil, err
	}
	rules, err := cfg.Trust.Set()
	if err != nil {
		return nil, err
	}
	p, err := assemble.OpenUnder(ctx, cfg.Models.Policy, cfg.Templates.Folders()...)
	if err != nil {
		return nil, err
	}
	if err := p.Supply(ctx, cfg.Liveness.Network); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	p.Grade(cfg.Camera.Pages)
	p.Settle(rules, cfg.Liveness.Limits)
	for _, fault := range p.Faults {
		say("%v", fault)
	}
	return p, nil
}
