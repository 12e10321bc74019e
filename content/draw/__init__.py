"""The archive's graphics desk: every schematic is drawn here, with one pen and one set of motifs."""
