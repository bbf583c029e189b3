"""The previz artist: a frame as data becomes a small world, the world a display list, the display list a picture.

World: metres, x to the right, y up, z away from the camera, left-handed; the origin is on the ground below the subject.
"""
