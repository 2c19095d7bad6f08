package discreet

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Scour overwrites what the program has dropped, as far as the collector knows
// that, and gives the memory back to the system. It takes some tenths of a
// second of one core. It is safe for concurrent use.
//
// What the collector frees keeps its content until it is given out anew, zeroed.
// So objects of every size that shares its pages with others are asked for until
// they must have taken all that was free; larger ones are alone in their pages,
// which are given back. Objects with pointers are left out: words and pictures
// lie in those without.
func Scour() {
	runtime.GC()
	debug.FreeOSMemory() // what pools keep survives one collection; the filling needs room
	heap := []metrics.Sample{{Name: "/memory/classes/heap/unused:bytes"}, {Name: "/gc/heap/allocs-by-size:bytes"}}
	metrics.Read(heap)
	above := heap[1].Value.Float64Histogram().Buckets // each is one more than a size
	for _, next := range above[1 : len(above)-1] {
		fill(int(next)-1, int(heap[0].Value.Uint64()))
	}
	debug.FreeOSMemory()
}

// fill asks for so many bytes in objects of one size, all alive at once.
func fill(size, bytes int) {
	all := make([]*byte, bytes/size)
	for i := range all {
		all[i] = &make([]byte, size)[0]
	}
	runtime.KeepAlive(all)
}
