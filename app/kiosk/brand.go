package main

import (
	"fmt"

	"portico/app/config"
	"portico/app/office"
	"portico/app/screen"
	"portico/assets/translations"
)

// brand returns the words and the operator's look: ours, then those of the
// folder that the configuration names, then what was changed at the kiosk.
func brand(cfg config.Config) (*translations.Catalogue, *screen.Brand, error) {
	words, err := translations.Load()
	if err != nil {
		return nil, nil, err
	}
	var folders []string
	if cfg.Window.Brand != "" {
		folders = append(folders, cfg.Window.Brand)
	}
	look, err := office.Brand(words, append(folders, cfg.OwnBrand())...)
	if err != nil {
		return nil, nil, fmt.Errorf("the operator's look: %w", err)
	}
	return words, look, nil
}
