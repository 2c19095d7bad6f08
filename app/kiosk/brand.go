package main

import (
	"embed"
	"fmt"
	"log/slog"

	"portico/app/config"
	"portico/app/office"
	"portico/app/screen"
	"portico/assets/translations"
)

// brand is the operator's look.
type brand struct {
	words *translations.Catalogue
	under *screen.Brand // of the folder that the configuration names
	look  *screen.Brand // and what was changed at the kiosk over it
}

// openBrand reads our words, the folder that the configuration names, and what
// was changed at the kiosk. The last may be of another version, whose words are
// not ours: then it is left out, and the kiosk starts.
func openBrand(cfg config.Config, log *slog.Logger) (b brand, err error) {
	b.under = &screen.Brand{}
	if b.words, err = translations.Load(); err != nil {
		return b, err
	}
	if cfg.Window.Brand != "" {
		if b.under, err = office.Brand(b.words, *b.under, cfg.Window.Brand); err != nil {
			return b, fmt.Errorf("window.brand: %w", err)
		}
	}
	b.look, err = office.Brand(b.words, *b.under, cfg.OwnBrand())
	if err != nil {
		log.Error("what was changed of the look at this kiosk is left out", "error", err)
		b.look = b.under
		err = b.words.Overlay(embed.FS{}) // an empty layer for what is said from now on
	}
	return b, err
}
