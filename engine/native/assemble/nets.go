package assemble

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"portico/engine/native/ort"
	"portico/engine/nn"
	"portico/models"
)

// networks are the opened ones by the names of their models; one that the policy
// forbids is nil.
type networks map[string]nn.Net

// openNets opens the networks that the policy allows, as many side by side as
// there are processors: some take 60 ms.
func (p *Parts) openNets(ctx context.Context) (networks, error) {
	if err := wholeModels(ctx); err != nil {
		return nil, err
	}
	library, err := models.Path(models.ONNXRuntime)
	if err != nil {
		return nil, err
	}
	if err := ort.Init(library); err != nil {
		return nil, err
	}
	nets := networks{}
	var mu sync.Mutex // for nets and p.closers
	free := make(chan struct{}, runtime.NumCPU())
	var opening []func() error
	for _, m := range models.Manifest() {
		if m.Name == models.ONNXRuntime || !models.Allows(p.policy, m.Name) {
			continue
		}
		opening = append(opening, func() error {
			free <- struct{}{}
			defer func() { <-free }()
			net, err := openNet(m.Name)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			nets[m.Name] = net
			p.closers = append(p.closers, net.Close)
			return nil
		})
	}
	return nets, together(opening...)
}

// wholeModels reads every model, 77 MB: a damaged network does not fail, it gives
// wrong answers.
func wholeModels(ctx context.Context) error {
	for _, s := range models.Verify(ctx, models.Dir()) {
		if s.Err != nil {
			return s.Err
		}
	}
	return nil
}

func openNet(name string) (*ort.Net, error) {
	file, err := models.Path(name)
	if err != nil {
		return nil, err
	}
	return ort.Open(file)
}

// together does all of them side by side and returns what went wrong.
func together(parts ...func() error) error {
	errs := make([]error, len(parts))
	var running sync.WaitGroup
	for i, part := range parts {
		running.Go(func() { errs[i] = part() })
	}
	running.Wait()
	return errors.Join(errs...)
}
