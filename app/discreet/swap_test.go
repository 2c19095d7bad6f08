package discreet

import (
	"slices"
	"strings"
	"testing"
)

// What a kernel writes for a partition, a file, compressed memory and none.
func TestSwapsAreTold(t *testing.T) {
	const swaps = `Filename				Type		Size		Used		Priority
/dev/sda2                               partition	8388604		0		-2
/swap.img                               file		2097148		12		-3
/dev/zram0                              partition	4194300		0		100
`
	areas, err := parseSwaps(strings.NewReader(swaps))
	if want := []string{"/dev/sda2", "/swap.img", "/dev/zram0"}; err != nil || !slices.Equal(areas, want) {
		t.Errorf("areas %q, %v; want %q", areas, err, want)
	}
	plain := slices.DeleteFunc(areas, covered)
	if want := []string{"/dev/sda2", "/swap.img"}; !slices.Equal(plain, want) {
		t.Errorf("in clear are %q; want %q", plain, want)
	}
	if areas, err := parseSwaps(strings.NewReader("Filename\tType\n")); err != nil || len(areas) != 0 {
		t.Errorf("a machine without swap: %q, %v", areas, err)
	}
}
