# Mistakes of chapter 04. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="flat_is_overfitting" task="concept_check"
"""For question 1 you read two flat curves as overfitting, or as a job that is done.

Overfitting needs a training loss that is low: the model knows its own pictures by heart. Here it is high.

Look at ANSWER_1 and ask how well the model does on pictures it has seen.
"""
ANSWER_1 = "a"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "b"
ANSWER_6 = "c"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="remedies_exchanged" task="concept_check"
"""For questions 2 and 3 you exchanged the medicines for the two illnesses.

A model that has learnt too little needs more power or more time. One that has learnt by heart needs less, or more varied data.

Look at ANSWER_2 and ANSWER_3, and say for each remedy whether it makes learning by heart easier.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "d"
ANSWER_5 = "b"
ANSWER_6 = "c"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="augment_everything" task="concept_check"
"""For question 4 you let the test pictures change at random.

A measurement that is repeated should give the same number. With other pictures each time it does not, and two models can no longer be compared.

Look at ANSWER_4: what is each of the two sets of pictures for?
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "a"
ANSWER_5 = "b"
ANSWER_6 = "c"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="file_names_are_labels" task="concept_check"
"""For question 5 you take the label from the name of the picture file.

Cameras name files IMG_1234.jpg. Somebody sorted these pictures into folders, and that is the only place where their class is written down.

Look at ANSWER_5, and at the first task on folders and labels in this chapter.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "a"
ANSWER_6 = "c"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="width_first" task="concept_check"
"""For question 6 you put the width before the height, or kept the range of a byte.

Pillow names the width first, tensors the height, and the conversion divides by 255 on the way.

Look at ANSWER_6, and print the shape and the maximum of a picture that you converted.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "d"
ANSWER_5 = "b"
ANSWER_6 = "b"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="folder_is_enough" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """You found a folder that was there but empty, and left it empty.

    An attempt that broke off leaves a folder with nothing in it. Whoever asks only whether the folder is there will never repair it.

    Look at the test that decides whether there is anything left to do.
    """
    dest = Path(dest)
    if dest.is_dir() and not overwrite:
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is not a zip file")
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{name} leads out of {dest}")
        archive.extractall(dest)
    return dest

# %% misconception="web_page_unexplained" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """A web page with the name of a zip made you stop with BadZipFile, which does not say which file.

    A failed download leaves a page of text behind. The person who sees your error wants to know which file to delete and fetch again.

    Look at what happens right before the zip is opened.
    """
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()) and not overwrite:
        return dest
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{name} leads out of {dest}")
        archive.extractall(dest)
    return dest

# %% misconception="trusting_names" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """A zip with a name that climbs out of the folder was unpacked as if nothing were wrong.

    The names inside a zip are chosen by whoever made it. Python bends such names back into your folder; other programs follow them, and nobody who writes them means well.

    Look at the line that extracts: what do you know about the names by then?
    """
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()) and not overwrite:
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is not a zip file")
    with zipfile.ZipFile(zip_path) as archive:
        archive.extractall(dest)
    return dest

# %% misconception="overwrite_ignored" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """With overwrite=True you left the old file in its place.

    A parameter that nobody reads is a promise that is not kept.

    Look for overwrite in the body of your function.
    """
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()):
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is not a zip file")
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{name} leads out of {dest}")
        archive.extractall(dest)
    return dest

# %% misconception="always_unpacks" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """You unpacked over a folder that had files in it, although nobody asked for that.

    Somebody may have corrected a picture there. Besides, unpacking the same thousand files at each start of a notebook takes its time.

    Look at the first lines: is there a way out before the zip is opened?
    """
    dest = Path(dest)
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is not a zip file")
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{name} leads out of {dest}")
        archive.extractall(dest)
    return dest

# %% misconception="unpacks_here" task="unpack"
def unpack(zip_path, dest, overwrite=False):
    """Your files are in the working folder, not in dest.

    Without a target, a zip is unpacked wherever the program happens to run.

    Look at the arguments of the call that extracts.
    """
    dest = Path(dest)
    if dest.is_dir() and any(dest.iterdir()) and not overwrite:
        return dest
    if not zipfile.is_zipfile(zip_path):
        raise ValueError(f"{zip_path} is not a zip file")
    with zipfile.ZipFile(zip_path) as archive:
        for name in archive.namelist():
            if not (dest / name).resolve().is_relative_to(dest.resolve()):
                raise ValueError(f"{name} leads out of {dest}")
        archive.extractall()
    return dest

# %% misconception="disk_order" task="find_classes"
def find_classes(directory):
    """Your classes come in the order in which the disk lists them.

    That order differs from machine to machine, and so would your labels: a model trained here would call everything by the wrong name there.

    Look at the list before you number it: who put it in order?
    """
    import os

    names = [name for name in os.listdir(directory) if os.path.isdir(os.path.join(directory, name))]
    if not names:
        raise FileNotFoundError(f"no classes in {directory}")
    return names, {name: i for i, name in enumerate(names)}

# %% misconception="files_are_classes" task="find_classes"
def find_classes(directory):
    """You count files as classes: a stray .DS_Store has become a dish.

    What a folder lists are files and folders alike. Only folders hold pictures of one kind.

    Look at what you keep of the listing, and ask each entry what it is.
    """
    import os

    names = sorted(os.listdir(directory))
    if not names:
        raise FileNotFoundError(f"no classes in {directory}")
    return names, {name: i for i, name in enumerate(names)}

# %% misconception="from_one" task="find_classes"
def find_classes(directory):
    """Your indices begin at 1.

    A model with three classes has the logits 0, 1 and 2. A loss that is asked about class 3 stops with an error, and class 0 never comes.

    Look at the line that numbers the names.
    """
    names = sorted(entry.name for entry in Path(directory).iterdir() if entry.is_dir())
    if not names:
        raise FileNotFoundError(f"no classes in {directory}")
    return names, {name: i for i, name in enumerate(names, start=1)}

# %% misconception="silent_when_empty" task="find_classes"
def find_classes(directory):
    """A folder without any class gave an empty list, and no error.

    Most often this is a wrong path. Said here, it costs a minute; found out after an hour of puzzling about an empty data set, it costs an hour.

    Look at what happens between finding the names and returning them.
    """
    names = sorted(entry.name for entry in Path(directory).iterdir() if entry.is_dir())
    return names, {name: i for i, name in enumerate(names)}

# %% misconception="dict_turned_round" task="find_classes"
def find_classes(directory):
    """Your dict goes from index to name, the wrong way round.

    Whoever reads a path knows the name and needs the number. The way back is what the list is for.

    Look at the two sides of the colon in your dict.
    """
    names = sorted(entry.name for entry in Path(directory).iterdir() if entry.is_dir())
    if not names:
        raise FileNotFoundError(f"no classes in {directory}")
    return names, {i: name for i, name in enumerate(names)}

# %% misconception="eager" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """Your dataset opens all pictures when it is made.

    A million photos do not fit into memory, a million paths do. And one broken file stops everything before the first picture was looked at.

    Look at which of your methods opens files.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)
        self.images = [Image.open(path).convert("RGB") for path in self.paths]

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = self.images[index]
        label = self.class_to_idx[self.paths[index].parent.name]
        return (self.transform(image) if self.transform else image), label

# %% misconception="label_from_file_name" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """You look for the class in the file's name, and the dict does not know it.

    A file may be called IMG_1234.jpg. What says the class is the folder that it lies in.

    Look at the part of the path that you look up in class_to_idx.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        label = self.class_to_idx[self.paths[index].stem.split("_")[0]]
        return (self.transform(image) if self.transform else image), label

# %% misconception="wrong_parent" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """You go up one folder too many, to train or test, and the dict does not know it.

    Seen from a picture, the folder of its class is the nearest one above. The next one up holds all classes.

    Look at how many times your path goes up.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        label = self.class_to_idx[self.paths[index].parent.parent.name]
        return (self.transform(image) if self.transform else image), label

# %% misconception="transform_always_called" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """Without a transform you call None, and None cannot be called.

    The transform is optional: where there is none, the picture is handed out as it is.

    Look at the line that calls the transform: what if nobody gave one?
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return self.transform(image), self.class_to_idx[self.paths[index].parent.name]

# %% misconception="label_is_text" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """Your label is the name of the class, where its index was expected.

    A loss works with numbers. The dict from names to numbers is already there, made when the dataset was.

    Look at the second thing that __getitem__ returns.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        return (self.transform(image) if self.transform else image), self.paths[index].parent.name

# %% misconception="length_of_classes" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """Your dataset says that it has as many pictures as classes.

    A DataLoader asks for the length and then for these indices. What lies beyond is never seen, and nothing warns you.

    Look at what __len__ counts.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.classes)

    def __getitem__(self, index):
        image = Image.open(self.paths[index]).convert("RGB")
        label = self.class_to_idx[self.paths[index].parent.name]
        return (self.transform(image) if self.transform else image), label

# %% misconception="index_goes_round" task="ImageFolderCustom"
class ImageFolderCustom(Dataset):
    """Past its end your dataset begins again from the start, without a word.

    A loop over a dataset ends when an index is too large and IndexError says so. Without the error it never ends.

    Look at what you do with the index before you use it.
    """

    def __init__(self, targ_dir, transform=None):
        self.paths = sorted(Path(targ_dir).glob("*/*.jpg"))
        self.transform = transform
        self.classes, self.class_to_idx = find_classes(targ_dir)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index % len(self.paths)]
        image = Image.open(path).convert("RGB")
        label = self.class_to_idx[path.parent.name]
        return (self.transform(image) if self.transform else image), label

# %% misconception="augmented_test" task="train_transform"
def train_transform(size, augment=True):
    """Your test transform changes pictures at random.

    Evaluate twice, and the same model gets two marks. Random changes are for the pictures that are learnt from.

    Look at the steps of test_transform, one by one: which of them rolls dice?
    """
    steps = [transforms.Resize((size, size))]
    if augment:
        steps.append(transforms.TrivialAugmentWide())
    return transforms.Compose(steps + [transforms.ToTensor()])


def test_transform(size):
    return transforms.Compose(
        [transforms.Resize((size, size)), transforms.TrivialAugmentWide(), transforms.ToTensor()]
    )

# %% misconception="keeps_its_shape" task="train_transform"
def train_transform(size, augment=True):
    """A wide picture stays wide: only its shorter side has the size you asked for.

    Given one number, Resize keeps the proportions. Pictures of different shape then cannot be stacked into a batch.

    Look at the argument of Resize: how many numbers does a square need?
    """
    steps = [transforms.Resize(size)]
    if augment:
        steps.append(transforms.TrivialAugmentWide())
    return transforms.Compose(steps + [transforms.ToTensor()])


def test_transform(size):
    return transforms.Compose([transforms.Resize(size), transforms.ToTensor()])

# %% misconception="stays_bytes" task="train_transform"
def train_transform(size, augment=True):
    """Your tensors hold whole numbers from 0 to 255.

    The layers of a model are float32 and refuse bytes. Some conversions only change the container, others change type and range too.

    Look at the step that makes a tensor: which of the two kinds is it?
    """
    steps = [transforms.Resize((size, size))]
    if augment:
        steps.append(transforms.TrivialAugmentWide())
    return transforms.Compose(steps + [transforms.PILToTensor()])


def test_transform(size):
    return transforms.Compose([transforms.Resize((size, size)), transforms.PILToTensor()])

# %% misconception="centred_around_zero" task="train_transform"
def train_transform(size, augment=True):
    """Your values go below 0.

    Shifting and scaling is a good idea for many models, and this text promises 0 to 1. A plot, or a model that was raised on 0 to 1, would be surprised.

    Look at the step after the tensor was made.
    """
    steps = [transforms.Resize((size, size))]
    if augment:
        steps.append(transforms.TrivialAugmentWide())
    return transforms.Compose(
        steps + [transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)]
    )


def test_transform(size):
    return transforms.Compose(
        [
            transforms.Resize((size, size)),
            transforms.ToTensor(),
            transforms.Normalize([0.5] * 3, [0.5] * 3),
        ]
    )

# %% misconception="tensor_too_early" task="train_transform"
def train_transform(size, augment=True):
    """Your augmentation gets a float tensor and stops with an error.

    Some of its changes work on bytes: on Pillow pictures or uint8 tensors. What makes floats of them has to come later.

    Look at the order of the steps.
    """
    steps = [transforms.Resize((size, size)), transforms.ToTensor()]
    if augment:
        steps.append(transforms.AutoAugment())
        steps.append(transforms.RandomPosterize(bits=4, p=1.0))
    return transforms.Compose(steps)


def test_transform(size):
    return transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])

# %% misconception="always_augments" task="train_transform"
def train_transform(size, augment=True):
    """With augment=False your training transform still changes pictures.

    To find out whether augmentation helps, one needs the same training without it.

    Look for augment in the body of your function.
    """
    return transforms.Compose(
        [transforms.Resize((size, size)), transforms.TrivialAugmentWide(), transforms.ToTensor()]
    )


def test_transform(size):
    return transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])

# %% misconception="never_augments" task="train_transform"
def train_transform(size, augment=True):
    """Your training transform gives the same tensor every time.

    A network that sees the same 225 pictures in every epoch soon knows them by heart.

    Look at what augment=True adds to the steps.
    """
    return transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])


def test_transform(size):
    return transforms.Compose([transforms.Resize((size, size)), transforms.ToTensor()])

# %% misconception="cut_out" task="train_transform"
def train_transform(size, augment=True):
    """You cut a square out of the middle: what was at the sides of the picture is gone.

    Cropping keeps proportions and loses content. This text asks for the whole picture, squeezed.

    Look at the steps before the tensor is made: do all pixels have a say?
    """
    steps = [transforms.Resize(size), transforms.CenterCrop(size)]
    if augment:
        steps.append(transforms.TrivialAugmentWide())
    return transforms.Compose(steps + [transforms.ToTensor()])


def test_transform(size):
    return transforms.Compose(
        [transforms.Resize(size), transforms.CenterCrop(size), transforms.ToTensor()]
    )

# %% misconception="sorted_training" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """Your training pictures come in the same order in each epoch, class by class.

    A model that sees pizza for ten batches and then steak for ten forgets pizza. Mixed batches, new in each epoch, keep it balanced.

    Look at the arguments of the training loader.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    train_loader = DataLoader(train_set, batch_size=batch_size, num_workers=num_workers)
    test_loader = DataLoader(test_set, batch_size=batch_size, num_workers=num_workers)
    return train_loader, test_loader, train_set.classes

# %% misconception="shuffled_test" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """Your test pictures come in random order.

    Nothing is learnt from them, so there is nothing to gain. But whoever lays predictions next to the list of labels now compares pizza with steak.

    Look at the arguments of the test loader.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    settings = {"batch_size": batch_size, "num_workers": num_workers, "shuffle": True}
    return DataLoader(train_set, **settings), DataLoader(test_set, **settings), train_set.classes

# %% misconception="drops_the_rest" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """Some pictures are missing: the last batch, which is smaller, has been dropped.

    In a test set each picture counts. In training, other pictures fall away in each epoch, yet a small set has none to spare.

    Look at the arguments of your loaders.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    settings = {"batch_size": batch_size, "num_workers": num_workers, "drop_last": True}
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    return train_loader, DataLoader(test_set, shuffle=False, **settings), train_set.classes

# %% misconception="one_transform" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """Your test pictures went through the transform for training.

    With augmentation in it, the test changes from call to call, and marks can no longer be compared.

    Look at which transform each of the two sets gets.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=train_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    settings = {"batch_size": batch_size, "num_workers": num_workers}
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    return train_loader, DataLoader(test_set, shuffle=False, **settings), train_set.classes

# %% misconception="classes_not_compared" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """You accepted a test folder that has other classes than the training folder.

    Both number their own folders from 0. If one folder is missing or misspelt, class 1 means steak here and sushi there, and the accuracy is nonsense.

    Look at what you know about the two lists of classes before the loaders are made.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    settings = {"batch_size": batch_size, "num_workers": num_workers}
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    return train_loader, DataLoader(test_set, shuffle=False, **settings), train_set.classes

# %% misconception="only_jpg" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """You found .jpg files only: pictures that end in .png or .jpeg are missing.

    Nobody tells you about pictures that were never found. A class may even end up empty, without an error.

    Look at how the files are searched for.
    """
    train_set = ImageFolderCustom(train_dir, transform=train_transform)
    test_set = ImageFolderCustom(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    settings = {"batch_size": batch_size, "num_workers": num_workers}
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    return train_loader, DataLoader(test_set, shuffle=False, **settings), train_set.classes

# %% misconception="workers_ignored" task="make_image_loaders"
def make_image_loaders(
    train_dir, test_dir, train_transform, test_transform, batch_size=32, num_workers=0
):
    """Your loaders do not get the number of workers that was asked for.

    A parameter that nobody reads is a promise that is not kept.

    Look at the arguments of your loaders, and at your own.
    """
    train_set = datasets.ImageFolder(train_dir, transform=train_transform)
    test_set = datasets.ImageFolder(test_dir, transform=test_transform)
    if train_set.classes != test_set.classes:
        raise ValueError("the classes differ")
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    return train_loader, DataLoader(test_set, batch_size=batch_size), train_set.classes

# %% misconception="same_convolution" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model has too few parameters: one convolution is used several times.

    A layer that appears twice has one set of weights. The second appearance learns nothing of its own.

    Look at how many convolutions are created, and how many are used.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        first = nn.Conv2d(input_shape, hidden_units, 3, padding=1)
        again = nn.Conv2d(hidden_units, hidden_units, 3, padding=1)
        self.conv_block_1 = nn.Sequential(first, nn.ReLU(), again, nn.ReLU(), nn.MaxPool2d(2))
        self.conv_block_2 = nn.Sequential(again, nn.ReLU(), again, nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(hidden_units * 16 * 16, output_shape)
        )

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="softmax_inside" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your output is squashed: it looks like probabilities.

    The loss of this course, CrossEntropyLoss, takes logits and applies softmax itself. Twice is once too often: learning gets slow and the loss cannot reach 0.

    Look at what comes after the last linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(), nn.Linear(h * 16 * 16, output_shape), nn.Softmax(dim=1)
        )

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="relu_on_logits" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your logits are never negative.

    ReLU belongs between layers. After the last one it cuts off every "rather not", and a class whose logit sits at 0 gets no gradient any more.

    Look at what comes after the last linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(h * 16 * 16, output_shape))

    def forward(self, x):
        return torch.relu(self.classifier(self.conv_block_2(self.conv_block_1(x))))

# %% misconception="one_pooling" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your linear layer is four times as large as it should be: the second pooling is missing.

    Each block ends with a pooling that halves height and width. Without the second one, most parameters sit in the last layer.

    Look at the last entry of your second block.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.Conv2d(h, h, 3, padding=1), nn.ReLU()
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(h * 32 * 32, output_shape))

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="missing_relu" task="TinyVGG"
class TinyVGG(nn.Module):
    """One of your convolutions is not followed by ReLU.

    Two linear steps in a row are one linear step: without a bend between them the second convolution adds little.

    Go through your second block: is there a ReLU after each of its convolutions?
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(h * 16 * 16, output_shape))

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="no_flatten" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your linear layer met a picture with four dimensions and could not use it.

    A linear layer works on the last dimension. Channels, height and width have to become one row of numbers per picture first.

    Look at what lies between the last pooling and the linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Linear(h * 16 * 16, output_shape)

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="three_classes_only" task="TinyVGG"
class TinyVGG(nn.Module):
    """Your model always gives three logits, whatever output_shape says.

    Three dishes today, 101 tomorrow: sizes come from the arguments.

    Look at the numbers in your linear layer.
    """

    def __init__(self, input_shape, hidden_units, output_shape):
        super().__init__()
        h = hidden_units
        self.conv_block_1 = nn.Sequential(
            nn.Conv2d(input_shape, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.conv_block_2 = nn.Sequential(
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(),
            nn.Conv2d(h, h, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(h * 16 * 16, 3))

    def forward(self, x):
        return self.classifier(self.conv_block_2(self.conv_block_1(x)))

# %% misconception="hooks_left" task="model_summary"
def model_summary(model, input_size):
    """Your hooks still hang on the model when you are done.

    Each later call of the model would run them again: slower, and with a list that grows for ever.

    Look at what register_forward_hook gives you back, and what you do with it.
    """
    rows, counted = [], set()

    def note(name, layer, output):
        new = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(new)
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": sum(new.values())})

    for name, leaf in model.named_modules():
        if not list(leaf.children()):
            leaf.register_forward_hook(lambda layer, _, out, name=name: note(name, layer, out))
    mode = model.training
    model.eval()
    with torch.inference_mode():
        model(torch.zeros(*input_size))
    model.train(mode)
    return rows

# %% misconception="buffers_counted" task="model_summary"
def model_summary(model, input_size):
    """You count more numbers than the optimiser will ever see.

    BatchNorm keeps a running mean and variance. They are part of the state, but they are buffers: no gradient changes them.

    Look at where you get a layer's numbers from.
    """
    rows, counted, hooks = [], set(), []

    def note(name, layer, output):
        values = layer.state_dict(keep_vars=True).values()
        new = {id(p): p.numel() for p in values if id(p) not in counted}
        counted.update(new)
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": sum(new.values())})

    for name, leaf in model.named_modules():
        if not list(leaf.children()):
            hooks.append(leaf.register_forward_hook(lambda m, _, out, name=name: note(name, m, out)))
    mode = model.training
    model.eval()
    with torch.inference_mode():
        model(torch.zeros(*input_size))
    model.train(mode)
    for hook in hooks:
        hook.remove()
    return rows

# %% misconception="shared_counted_twice" task="model_summary"
def model_summary(model, input_size):
    """Parameters that two layers share are counted twice, so your sum is too high.

    Two layers may use one and the same tensor. It takes memory once and is learnt once.

    Look at how you decide whether a parameter has been counted before.
    """
    rows, hooks = [], []

    def note(name, layer, output):
        count = sum(p.numel() for p in layer.parameters())
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": count})

    for name, leaf in model.named_modules():
        if not list(leaf.children()):
            hooks.append(leaf.register_forward_hook(lambda m, _, out, name=name: note(name, m, out)))
    mode = model.training
    model.eval()
    with torch.inference_mode():
        model(torch.zeros(*input_size))
    model.train(mode)
    for hook in hooks:
        hook.remove()
    return rows

# %% misconception="blocks_listed_too" task="model_summary"
def model_summary(model, input_size):
    """Your list has too many rows: blocks are in it beside the layers they are made of.

    A Sequential is a module as well, and so is the whole model. Their parameters are those of the layers inside.

    Look at which modules get a hook.
    """
    rows, counted, hooks = [], set(), []

    def note(name, layer, output):
        new = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(new)
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": sum(new.values())})

    for name, leaf in model.named_modules():
        hooks.append(leaf.register_forward_hook(lambda m, _, out, name=name: note(name, m, out)))
    mode = model.training
    model.eval()
    with torch.inference_mode():
        model(torch.zeros(*input_size))
    model.train(mode)
    for hook in hooks:
        hook.remove()
    return rows

# %% misconception="stays_in_eval" task="model_summary"
def model_summary(model, input_size):
    """A model that came in training mode is in evaluation mode afterwards.

    Looking at a model should not change it. Whoever prints a summary before training would train without Dropout.

    Look at the line that switches the mode: who switches it back?
    """
    rows, counted, hooks = [], set(), []

    def note(name, layer, output):
        new = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(new)
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": sum(new.values())})

    for name, leaf in model.named_modules():
        if not list(leaf.children()):
            hooks.append(leaf.register_forward_hook(lambda m, _, out, name=name: note(name, m, out)))
    model.eval()
    with torch.inference_mode():
        model(torch.zeros(*input_size))
    for hook in hooks:
        hook.remove()
    return rows

# %% misconception="statistics_moved" task="model_summary"
def model_summary(model, input_size):
    """The running statistics of a BatchNorm layer are others than before.

    In training mode, each forward pass moves them a little, also one with a made-up picture of zeros.

    Look at the mode of the model when you push the made-up picture through.
    """
    rows, counted, hooks = [], set(), []

    def note(name, layer, output):
        new = {id(p): p.numel() for p in layer.parameters() if id(p) not in counted}
        counted.update(new)
        kind, shape = type(layer).__name__, tuple(output.shape)
        rows.append({"name": name, "type": kind, "output_shape": shape, "params": sum(new.values())})

    for name, leaf in model.named_modules():
        if not list(leaf.children()):
            hooks.append(leaf.register_forward_hook(lambda m, _, out, name=name: note(name, m, out)))
    with torch.no_grad():
        model(torch.zeros(*input_size))
    for hook in hooks:
        hook.remove()
    return rows

# %% misconception="never_zeroed" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your gradients pile up: each batch adds to what the batches before it left.

    backward adds to .grad and never replaces it. Unless somebody clears it, the step of the second batch follows the first one's slope as well.

    Go through the five steps in the text: which one is missing in your loop?
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="zero_before_step" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your weights never move, although every step is there.

    The optimiser walks along whatever .grad holds at that moment. You cleared it right after it was measured.

    Look at what stands between the backward pass and the step.
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="zeroed_once" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Gradients are cleared once per epoch, so from the second batch on they pile up.

    Each batch is a place of its own on the hill, with a slope of its own.

    Look at which side of the loop's first line your clearing is on.
    """
    device = next(model.parameters()).device
    model.train()
    optimizer.zero_grad()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="mode_left_alone" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """A model that came in evaluation mode was trained in evaluation mode.

    After the first test, every model is in that mode. Dropout and BatchNorm then sleep from the second epoch on.

    Look at the lines before the loop: which mode is the model in?
    """
    device = next(model.parameters()).device
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="no_step" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your weights never move: slopes are measured, but nobody walks.

    backward only fills .grad. It takes the optimiser to change a parameter.

    Go through the five steps in the text: which one is missing in your loop?
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="step_once" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """The weights move once per epoch, where they should move once per batch.

    With small batches a network makes many small steps in one epoch. That is what batches are for.

    Look at which lines belong to the loop: how far are they indented?
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    optimizer.step()
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="last_batch_only" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """The numbers you return belong to the last batch alone.

    A single batch says little, and the last one may hold a single picture. An epoch is described by all of them.

    Look at what you return, and what you did with the batches before.
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return losses[-1], accuracies[-1]

# %% misconception="sums_not_means" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your numbers are sums over the batches: an accuracy above 1 cannot be.

    A sum grows with the number of batches, so two data sets could not be compared.

    Look at the last line: by what should the sums be divided?
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses), sum(accuracies)

# %% misconception="loss_is_a_tensor" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your loss comes back as a tensor, with the whole history of its computation.

    As long as somebody holds such a tensor, the graph of each batch stays in memory.

    Look at what you put aside for each batch, and at how to get a number out of it.
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
        accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="counts_not_shares" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your accuracy counts right answers, where the share of right answers was expected.

    A share lies between 0 and 1 and does not depend on the size of a batch.

    Look at how you turn a list of hits into one number.
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=1) == y).sum().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="accuracy_after_step" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your accuracy belongs to the model after each step, your loss to the one before.

    Both numbers of a batch should speak about the same model, and a second forward pass costs time.

    Look at which logits your accuracy is computed from.
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((model(X).argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="argmax_over_batch" task="train_step"
def train_step(model, dataloader, loss_fn, optimizer):
    """Your accuracy looks for the largest logit in the wrong direction.

    Logits have one row per picture and one column per class. The answer for a picture is the best column in its row.

    Look at the dim of argmax: what does a result of that shape tell?
    """
    device = next(model.parameters()).device
    model.train()
    losses, accuracies = [], []
    for X, y in dataloader:
        X, y = X.to(device), y.to(device)
        logits = model(X)
        loss = loss_fn(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accuracies.append((logits.argmax(dim=0)[: len(y)] == y[: logits.shape[1]]).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="loss_not_averaged" task="test_step"
def test_step(model, dataloader, loss_fn):
    """Your test loss is the sum over all batches.

    Next to a training loss that is a mean it looks frightening: 197 instead of 0.6. The number of batches must not matter.

    Look at the last line: is the loss divided by anything?
    """
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses), sum(accuracies) / len(accuracies)

# %% misconception="no_eval_mode" task="test_step"
def test_step(model, dataloader, loss_fn):
    """You test in training mode: with Dropout each test gives another number.

    Layers that behave differently while learning have a switch of their own, and switching off gradients does not touch it.

    Look at the lines before the first batch.
    """
    device = next(model.parameters()).device
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="eval_after_loop" task="test_step"
def test_step(model, dataloader, loss_fn):
    """You switch to evaluation mode when the test is over.

    A switch works for what comes after it. All batches were measured before.

    Look at the place of the line that switches the mode.
    """
    device = next(model.parameters()).device
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    model.eval()
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="gradients_recorded" task="test_step"
def test_step(model, dataloader, loss_fn):
    """Autograd was recording while you tested.

    Evaluation mode is for the layers. Autograd has a switch of its own; left on, it costs memory and time for nothing.

    Look at what your loop is wrapped in.
    """
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    if True:
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="learns_from_the_test" task="test_step"
def test_step(model, dataloader, loss_fn):
    """The model has changed while it was tested.

    Whoever learns from the exam questions proves nothing in the exam.

    Look for a backward pass in this function: a test has none.
    """
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    if True:
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            losses.append(loss.item())
            loss.backward()
            with torch.no_grad():
                for p in model.parameters():
                    p -= 0.01 * p.grad
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %% misconception="last_test_batch_only" task="test_step"
def test_step(model, dataloader, loss_fn):
    """The numbers you return belong to the last batch alone.

    The last batch may hold a single picture. A test is the mean over all of them.

    Look at what you return, and what you did with the batches before.
    """
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return losses[-1], accuracies[-1]

# %% misconception="order_exchanged" task="test_step"
def test_step(model, dataloader, loss_fn):
    """You return accuracy and loss, in this order.

    Whoever unpacks the pair relies on the order, and no error will tell them.

    Compare your return line with the docstring.
    """
    device = next(model.parameters()).device
    model.eval()
    losses, accuracies = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            losses.append(loss_fn(logits, y).item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
    return sum(accuracies) / len(accuracies), sum(losses) / len(losses)

# %% misconception="overwritten" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """Each epoch wipes out the one before: you return single numbers, not lists.

    A curve needs all its points. A list that grows by one number per epoch keeps them.

    Look at what happens to the results in each round.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn)
        results["train_loss"] = train_loss
        results["train_acc"] = train_acc
        results["test_loss"] = test_loss
        results["test_acc"] = test_acc
    return results

# %% misconception="returns_too_soon" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """You stop after the first epoch.

    return leaves a function at once, whatever is left of the loop.

    Look at how far your last line is indented.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        return results

# %% misconception="test_before_training" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """Your test numbers lag behind: they belong to the model before the epoch's training.

    Both numbers of an epoch should speak about the same moment, and the model you return is never tested this way.

    Look at the order of the two calls in your loop.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn)
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="tested_on_training_data" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """You test on the training data.

    The two curves then run side by side, and overfitting stays out of sight.

    Look at which loader each of the two calls gets.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, train_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="learns_from_test_data" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """The model learns from the test data.

    The exam questions are known then. The mark means nothing.

    Look at which loader each of the two calls gets.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_loss, train_acc = train_step(model, test_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, train_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="one_epoch_more" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """You train for one epoch more than was asked for.

    range with two ends leaves out the second one; an epoch 0 counts as well.

    Look at the numbers in range and count the rounds for epochs=1.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs + 1):
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="mixed_up_keys" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """Your lists of losses hold accuracies, and the other way round.

    Four numbers come out of two calls, in a fixed order.

    Look at what you call the two numbers that each step returns.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        train_acc, train_loss = train_step(model, train_dataloader, loss_fn, optimizer)
        test_acc, test_loss = test_step(model, test_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="own_optimizer" task="train"
def train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs=5):
    """You make a new optimiser in each epoch, so it forgets what it knew.

    Momentum and Adam keep a memory of earlier steps. One optimiser must live through the whole training.

    Look for optimisers that are made inside your function: one was handed to you.
    """
    results = {"train_loss": [], "train_acc": [], "test_loss": [], "test_acc": []}
    for epoch in range(epochs):
        optimizer = type(optimizer)(model.parameters(), **optimizer.defaults)
        train_loss, train_acc = train_step(model, train_dataloader, loss_fn, optimizer)
        test_loss, test_acc = test_step(model, test_dataloader, loss_fn)
        results["train_loss"].append(train_loss)
        results["train_acc"].append(train_acc)
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
    return results

# %% misconception="one_panel" task="plot_loss_curves"
def plot_loss_curves(results):
    """All four lines are in one panel.

    Losses may start at 5, accuracies end at 1. On a common axis one of the two pairs is flat.

    Look at the axes that each line is drawn on.
    """
    epochs = range(len(results["train_loss"]))
    _, left = plt.subplots()
    right = left
    left.plot(epochs, results["train_loss"], label="train_loss")
    left.plot(epochs, results["test_loss"], label="test_loss")
    left.set_title("Loss")
    left.legend()
    right.plot(epochs, results["train_acc"], label="train_acc")
    right.plot(epochs, results["test_acc"], label="test_acc")
    right.set_title("Accuracy")
    right.legend()

# %% misconception="no_legends" task="plot_loss_curves"
def plot_loss_curves(results):
    """Your lines have labels, but no panel has a legend.

    A label is a name that a line carries. It becomes visible when the axes are asked to draw a legend.

    Look at what comes after the last line of each panel.
    """
    epochs = range(len(results["train_loss"]))
    _, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, results["train_loss"], label="train_loss")
    left.plot(epochs, results["test_loss"], label="test_loss")
    left.set_title("Loss")
    right.plot(epochs, results["train_acc"], label="train_acc")
    right.plot(epochs, results["test_acc"], label="test_acc")
    right.set_title("Accuracy")

# %% misconception="training_twice" task="plot_loss_curves"
def plot_loss_curves(results):
    """Where the test should be, you draw the training a second time.

    Two lines that lie on top of each other look like one, and like a model that does not overfit.

    Look at the key in each call of plot.
    """
    epochs = range(len(results["train_loss"]))
    _, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, results["train_loss"], label="train_loss")
    left.plot(epochs, results["train_loss"], label="test_loss")
    left.set_title("Loss")
    left.legend()
    right.plot(epochs, results["train_acc"], label="train_acc")
    right.plot(epochs, results["train_acc"], label="test_acc")
    right.set_title("Accuracy")
    right.legend()

# %% misconception="old_figure" task="plot_loss_curves"
def plot_loss_curves(results):
    """Your second picture still shows the lines of the first.

    pyplot remembers a current figure and goes on drawing there unless you begin a new one.

    Look at the first lines of your function: does a new figure begin there?
    """
    epochs = range(len(results["train_loss"]))
    left, right = plt.subplot(1, 2, 1), plt.subplot(1, 2, 2)
    left.plot(epochs, results["train_loss"], label="train_loss")
    left.plot(epochs, results["test_loss"], label="test_loss")
    left.set_title("Loss")
    left.legend()
    right.plot(epochs, results["train_acc"], label="train_acc")
    right.plot(epochs, results["test_acc"], label="test_acc")
    right.set_title("Accuracy")
    right.legend()

# %% misconception="no_titles" task="plot_loss_curves"
def plot_loss_curves(results):
    """Your panels have no titles, so nobody can tell loss from accuracy.

    A picture is often seen without the code that made it.

    Look at what you tell each of the two axes besides its lines.
    """
    epochs = range(len(results["train_loss"]))
    _, (left, right) = plt.subplots(1, 2)
    left.plot(epochs, results["train_loss"], label="train_loss")
    left.plot(epochs, results["test_loss"], label="test_loss")
    left.legend()
    right.plot(epochs, results["train_acc"], label="train_acc")
    right.plot(epochs, results["test_acc"], label="test_acc")
    right.legend()

# %% misconception="last_point_only" task="diagnose"
def diagnose(results):
    """One unlucky epoch at the end changes your diagnosis.

    A doctor does not judge a fever by one reading. The middle of the last few values shrugs off a single jump.

    Look at how many epochs your value for the end is made of.
    """
    def level(values):
        return sorted(values)[len(values) // 2]

    train_loss, test_loss = results["train_loss"], results["test_loss"]
    lowest = min(level(test_loss[i : i + 5]) for i in range(len(test_loss) - 4))
    if train_loss[-1] > 0.65 * train_loss[0]:
        return "underfitting"
    if test_loss[-1] > 1.25 * lowest:
        return "overfitting"
    return "ok"

# %% misconception="fixed_limits" task="diagnose"
def diagnose(results):
    """Your limits are fixed numbers, which fit some losses and no others.

    Guessing among two classes costs 0.7, among a thousand 6.9. What is high for one is brilliant for the other.

    Look at each comparison: is a loss compared with another loss, or with a number you chose?
    """
    def level(values):
        return sorted(values)[len(values) // 2]

    train_loss, test_loss = results["train_loss"], results["test_loss"]
    lowest = min(level(test_loss[i : i + 5]) for i in range(len(test_loss) - 4))
    if level(train_loss[-5:]) > 0.9:
        return "underfitting"
    if level(test_loss[-5:]) > 1.0:
        return "overfitting"
    return "ok"

# %% misconception="accuracy_against_loss" task="diagnose"
def diagnose(results):
    """You compare an accuracy with a loss.

    One goes up, the other down, and their scales have nothing to do with each other.

    Look at the two sides of the comparison for overfitting.
    """
    def level(values):
        return sorted(values)[len(values) // 2]

    train_loss, test_loss = results["train_loss"], results["test_loss"]
    lowest = min(level(test_loss[i : i + 5]) for i in range(len(test_loss) - 4))
    if level(train_loss[-5:]) > 0.65 * train_loss[0]:
        return "underfitting"
    if level(results["train_acc"][-5:]) > level(test_loss[-5:]):
        return "overfitting"
    return "ok"

# %% misconception="illnesses_exchanged" task="diagnose"
def diagnose(results):
    """You call the one illness by the name of the other.

    Under means too little: not even the training pictures are known. Over means too much: they are known by heart.

    Look at the two texts that you return.
    """
    def level(values):
        return sorted(values)[len(values) // 2]

    train_loss, test_loss = results["train_loss"], results["test_loss"]
    lowest = min(level(test_loss[i : i + 5]) for i in range(len(test_loss) - 4))
    if level(train_loss[-5:]) > 0.65 * train_loss[0]:
        return "overfitting"
    if level(test_loss[-5:]) > 1.25 * lowest:
        return "underfitting"
    return "ok"

# %% misconception="never_overfits" task="diagnose"
def diagnose(results):
    """You do not notice that the test loss has turned and climbs.

    The training loss alone looks splendid in that case. The test loss tells the story, compared with its own lowest level.

    Look at what your function knows about the lowest point of the test loss.
    """
    def level(values):
        return sorted(values)[len(values) // 2]

    train_loss, test_loss = results["train_loss"], results["test_loss"]
    lowest = min(level(test_loss[i : i + 5]) for i in range(len(test_loss) - 4))
    if level(train_loss[-5:]) > 0.65 * train_loss[0]:
        return "underfitting"
    return "ok"

# %% misconception="trained_before" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """Your second run goes on with the model of the first.

    It starts with a low loss because it has learnt already, so the comparison says nothing.

    Look at where your model is made, and how often.
    """
    torch.manual_seed(seed)
    if hidden_units not in MODELS:
        MODELS[hidden_units] = TinyVGG(3, hidden_units, len(train_set.classes))
    model = MODELS[hidden_units]
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}


MODELS = {}

# %% misconception="old_optimizer" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """Your model comes out as it went in: the optimiser moves the numbers of another model.

    An optimiser gets a list of parameters once and knows no other. A model that is made later is not in it.

    Look at whose parameters your optimiser was made with.
    """
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    other = TinyVGG(3, hidden_units, len(train_set.classes))
    optimizer = torch.optim.Adam(other.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="first_share" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """You take the first pictures of the set, and those are all of one class or two.

    The files are sorted by class. A share that is to stand for the whole has to be mixed.

    Look at how the indices of your share are chosen.
    """
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.arange(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="seed_ignored" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """The seed that was asked for changes nothing.

    A comparison over several seeds shows how much of a difference is luck. With a fixed seed inside, all of them are one.

    Look at what is handed to the generator.
    """
    torch.manual_seed(42)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="seeded_too_late" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """Two calls with the same seed start with different models.

    A model's first numbers are drawn when it is made. A seed works for what is drawn after it.

    Look at the order of your first lines.
    """
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    torch.manual_seed(seed)
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="share_ignored" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """Your model sees the whole training set, whatever share was asked for.

    A parameter that nobody reads is a promise that is not kept.

    Look for frac in the body of your function.
    """
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.randperm(len(train_set)).tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="other_learning_rate" task="experiment"
def experiment(train_set, test_set, hidden_units=10, epochs=5, frac=1.0, seed=42):
    """Your steps are shorter than those of Adam with the learning rate that was asked for.

    Experiments can be compared when only one thing differs. The learning rate is part of the rest.

    Look at the arguments of your optimiser.
    """
    torch.manual_seed(seed)
    model = TinyVGG(3, hidden_units, len(train_set.classes))
    chosen = torch.randperm(len(train_set))[: int(frac * len(train_set))].tolist()
    train_loader = DataLoader(Subset(train_set, chosen), batch_size=16, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=16)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    results = train(model, train_loader, test_loader, optimizer, nn.CrossEntropyLoss(), epochs)
    return {"model": model, "results": results}

# %% misconception="no_division" task="load_image"
def load_image(path, size=None):
    """Your values go up to 255.

    The model was raised on 0 to 1. With numbers 255 times as large its logits explode, and it is sure of nonsense.

    Look at the last line: type is one thing, range another.
    """
    try:
        image = Image.open(path).convert("RGB")
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.permute(2, 0, 1).float()

# %% misconception="stays_uint8" task="load_image"
def load_image(path, size=None):
    """Your tensor holds bytes.

    Layers have float32 weights and refuse to multiply them with bytes: input type and weight type should be the same.

    Look at the dtype of the tensor that you return.
    """
    try:
        image = Image.open(path).convert("RGB")
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.permute(2, 0, 1)

# %% misconception="colours_last" task="load_image"
def load_image(path, size=None):
    """Your colours come last, as Pillow and matplotlib like it.

    A convolution looks for its channels right after the batch. With colours last it would take the height for them.

    Follow the order of axes from the file to the tensor.
    """
    try:
        image = Image.open(path).convert("RGB")
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.float() / 255

# %% misconception="scrambled" task="load_image"
def load_image(path, size=None):
    """The shape is right, but the pixels are in the wrong places.

    Reshaping reads the numbers in the order they lie in memory and cuts them anew. Turning axes is something else.

    Follow one red pixel from the picture to your tensor.
    """
    try:
        image = Image.open(path).convert("RGB")
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.reshape(3, pixels.shape[0], pixels.shape[1]).float() / 255

# %% misconception="colours_as_they_come" task="load_image"
def load_image(path, size=None):
    """A grey picture, or one with transparency, does not come out with three colours.

    Files have one, three or four channels. A model has one number of input channels.

    Look at what happens between opening the file and making a tensor of it.
    """
    try:
        image = Image.open(path)
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.atleast_3d(np.array(image)))
    return pixels.permute(2, 0, 1).float() / 255

# %% misconception="unreadable_unexplained" task="load_image"
def load_image(path, size=None):
    """A broken file made you stop with Pillow's own error.

    Among a thousand files, the one thing the reader needs to know is which one it was.

    Look at what can go wrong while a file is opened and read.
    """
    image = Image.open(path).convert("RGB")
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.permute(2, 0, 1).float() / 255

# %% misconception="keeps_proportions" task="load_image"
def load_image(path, size=None):
    """With a size, the picture is not square.

    A thumbnail keeps its proportions. A batch needs pictures of one shape.

    Look at the call that changes the size.
    """
    try:
        image = Image.open(path).convert("RGB")
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    if size is not None:
        image.thumbnail((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.permute(2, 0, 1).float() / 255

# %% misconception="opened_only" task="load_image"
def load_image(path, size=None):
    """Half a picture was let through, or stopped with an error that does not name the file.

    Opening reads the first bytes only. The rest is read when the pixels are needed, outside the lines you guard.

    Look at which lines are guarded, and which line needs the pixels.
    """
    try:
        image = Image.open(path)
    except OSError as error:
        raise ValueError(f"{path} is not a picture") from error
    image = image.convert("RGB")
    if size is not None:
        image = image.resize((size, size))
    pixels = torch.tensor(np.array(image))
    return pixels.permute(2, 0, 1).float() / 255

# %% misconception="no_batch_dimension" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """The model stopped with an error about shapes: it got a picture, not a batch.

    Models eat batches, even of one. Without the first dimension, the colours are taken for three pictures.

    Look at the shape of what you hand to the model.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="softmax_over_batch" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """All your probabilities are 1.

    Softmax makes the numbers along one axis sum to 1. Along the batch of one picture, each number is alone.

    Look at the dim of softmax, and at the shape of the logits.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=0).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="asked_in_training_mode" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """The model answers in training mode: with Dropout or BatchNorm it guesses, or stops.

    A model that answers a question has its layers in evaluation mode.

    Look at what happens before the model is called.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="transform_skipped" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """The transform was not applied, so the picture has the wrong size for the model.

    A model wants its pictures as those it was raised on.

    Look for transform in the body of your function.
    """
    image = load_image(path)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="logits_as_probabilities" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """Your probabilities do not sum to 1, and some are negative.

    Logits can be any numbers. Softmax turns them into shares of one.

    Look at what you do with the output of the model.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = logits.squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="tensors_not_numbers" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """You return tensors where plain numbers were expected.

    Whoever prints the answer or writes it to a file wants 0.87, not tensor(0.8700).

    Look at the type of each of the three entries.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best], "probs": probs}

# %% misconception="index_as_label" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """Your label is the number of the class, although there are names.

    The number is an index into the list of names.

    Look at what you put under the key label.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmax())
    label = best
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="least_likely" task="predict_image"
def predict_image(model, path, class_names, transform=None, device="cpu"):
    """You name the class with the lowest probability.

    The answer of a classifier is the class it finds most likely.

    Look at how the index of the answer is chosen.
    """
    image = load_image(path)
    if transform is not None:
        image = transform(image)
    model.to(device)
    model.eval()
    with torch.inference_mode():
        logits = model(image.unsqueeze(dim=0).to(device))
    probs = torch.softmax(logits, dim=1).squeeze(0).cpu()
    best = int(probs.argmin())
    label = best if class_names is None else class_names[best]
    return {"label": label, "prob": probs[best].item(), "probs": probs.tolist()}

# %% misconception="colours_first_drawn" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """Matplotlib stopped: it cannot draw a picture whose first axis is colour.

    For matplotlib a picture is (height, width, 3).

    Look at the axes of what you hand to the drawing call.
    """
    answer = predict_image(model, image_path, class_names, transform, device)
    image = load_image(image_path)
    plt.imshow(image)
    plt.title(f"Pred: {answer['label']} | Prob: {answer['prob']:.3f}")
    plt.axis("off")

# %% misconception="sideways" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """Your picture is drawn sideways, with width and height exchanged.

    A tensor is (colour, height, width), a plot wants (height, width, colour). Reversing all axes also turns the picture.

    Look at where each of the three axes ends up.
    """
    answer = predict_image(model, image_path, class_names, transform, device)
    image = load_image(image_path)
    plt.imshow(image.permute(2, 1, 0))
    plt.title(f"Pred: {answer['label']} | Prob: {answer['prob']:.3f}")
    plt.axis("off")

# %% misconception="no_title" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """The picture is there, but nothing says what the model sees in it.

    A title is a text with two facts: the class and how sure the model is.

    Look at what you do with the answer of the model.
    """
    answer = predict_image(model, image_path, class_names, transform, device)
    image = load_image(image_path)
    plt.imshow(image.permute(1, 2, 0))
    plt.axis("off")

# %% misconception="title_without_probability" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """Your title names a class, but not how sure the model is.

    Pizza with 0.99 and pizza with 0.34 are two very different answers.

    Look at the text of the title.
    """
    answer = predict_image(model, image_path, class_names, transform, device)
    image = load_image(image_path)
    plt.imshow(image.permute(1, 2, 0))
    plt.title(f"Pred: {answer['label']}")
    plt.axis("off")

# %% misconception="first_class_always" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """The probability in your title is that of the first class, whatever the answer.

    Class and probability belong together: both come from the place where the probability is highest.

    Look at where you get the number in the title from.
    """
    answer = predict_image(model, image_path, class_names, transform, device)
    image = load_image(image_path)
    plt.imshow(image.permute(1, 2, 0))
    plt.title(f"Pred: {answer['label']} | Prob: {answer['probs'][0]:.3f}")
    plt.axis("off")

# %% misconception="transform_not_passed" task="pred_and_plot_image"
def pred_and_plot_image(model, image_path, class_names=None, transform=None, device="cpu"):
    """The picture reached the model without the transform.

    The model wants its pictures as those it was raised on, also when they are drawn.

    Look at what you pass on to the function that predicts.
    """
    answer = predict_image(model, image_path, class_names, None, device)
    image = load_image(image_path)
    plt.imshow(image.permute(1, 2, 0))
    plt.title(f"Pred: {answer['label']} | Prob: {answer['prob']:.3f}")
    plt.axis("off")
