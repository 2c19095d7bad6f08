package config

import (
	"cmp"
	"path/filepath"

	"portico/app/staff"
)

// Staff is what the colleagues at the kiosk need. Empty files lie beside the
// key file.
type Staff struct {
	SettingsFile    string `toml:"settings-file"`     // what was chosen at the kiosk (Settings); settings.toml
	PINFile         string `toml:"pin-file"`          // hash of the clerks' PIN (portico staff pin); staff.pin
	SecondPINFile   string `toml:"second-pin-file"`   // hash of the second clerk's; second.pin
	OperatorPINFile string `toml:"operator-pin-file"` // hash of the operators'; operator.pin
	FourEyes        bool   `toml:"four-eyes"`         // another role confirms what one decided over a REVIEW
}

// StaffPINs returns the files with the hashes of the staff's PINs.
func (c Config) StaffPINs() staff.Book {
	return staff.Book{
		Clerk:    staff.File(cmp.Or(c.Staff.PINFile, c.besideKey("staff.pin"))),
		Second:   staff.File(cmp.Or(c.Staff.SecondPINFile, c.besideKey("second.pin"))),
		Operator: staff.File(cmp.Or(c.Staff.OperatorPINFile, c.besideKey("operator.pin"))),
	}
}

// Settings returns the file of what was chosen at the kiosk.
func (c Config) Settings() Settings {
	return Settings(cmp.Or(c.Staff.SettingsFile, c.besideKey("settings.toml")))
}

// OwnBrand is the folder of what was changed at the kiosk of its look: like
// window.brand, and over it.
func (c Config) OwnBrand() string { return c.besideSettings("brand") }

// besideSettings is a file in the folder of the settings.
func (c Config) besideSettings(name string) string {
	return filepath.Join(filepath.Dir(string(c.Settings())), name)
}

// besideKey is a file in the folder of the key file.
func (c Config) besideKey(name string) string { return filepath.Join(filepath.Dir(c.KeyFile), name) }
