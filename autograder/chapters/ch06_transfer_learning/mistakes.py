# Mistakes of chapter 06. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="pictures_are_transferred" task="concept_check"
"""For question 1 you take pictures or settings for what is handed on.

Nobody gives you the million photographs. What you load from a file of a few megabytes is what a network made of them.

Look at ANSWER_1, and at what is in the state dict of a pretrained model.
"""
ANSWER_1 = "a"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "a"
ANSWER_7 = "d"
ANSWER_8 = "b"

# %% misconception="any_transform_will_do" task="concept_check"
"""For question 3 you trust a network to cope with pictures of any kind.

No error appears if size or colours are unlike what it saw while it learnt. Its answers merely get worse.

Look at ANSWER_3, and at the section on what a network was raised on.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "a"
ANSWER_7 = "d"
ANSWER_8 = "b"

# %% misconception="no_bias_counted" task="concept_check"
"""For question 4 you counted the weights of the head and forgot one number for each output.

A linear layer multiplies and then adds. What it adds is learnt as well.

Look at ANSWER_4, and print the shapes of all parameters of a small linear layer.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "b"
ANSWER_5 = "b"
ANSWER_6 = "a"
ANSWER_7 = "d"
ANSWER_8 = "b"

# %% misconception="frozen_is_still" task="concept_check"
"""For question 5 you say that nothing in a frozen block can change.

Freezing is about gradients, and gradients are about parameters. Some layers keep numbers that no gradient ever touches.

Look at ANSWER_5, and at the section about being frozen but not asleep.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "a"
ANSWER_7 = "d"
ANSWER_8 = "b"

# %% misconception="it_would_say_so" task="concept_check"
"""For question 6 you expect a classifier to tell when it does not know.

It has one output for each class it learnt, and softmax makes them sum to 1. There is no output for anything else.

Look at ANSWER_6, and show a made-up picture to the model of this chapter.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "b"
ANSWER_7 = "d"
ANSWER_8 = "b"

# %% misconception="tensors_counted" task="trainable_params"
def trainable_params(model):
    """You counted parameters as tensors: a Linear layer counts 2, however large it is.

    Each parameter is a tensor with many numbers in it, and it is the numbers that are asked for.

    Look at what you add up for each parameter.
    """
    parameters = list(model.parameters())
    return len([p for p in parameters if p.requires_grad]), len(parameters)

# %% misconception="buffers_counted" task="trainable_params"
def trainable_params(model):
    """Your total is too high by the running statistics of BatchNorm.

    A state dict holds parameters and buffers. Buffers are kept and saved, but nothing learns them by gradient.

    Look at where you take the tensors for the total from.
    """
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return trainable, sum(value.numel() for value in model.state_dict().values())

# %% misconception="shared_counted_twice" task="trainable_params"
def trainable_params(model):
    """Where two layers share a parameter, you counted it twice.

    The model goes through its parameters and names each one once. Whoever goes through its layers meets a shared one again.

    Look at what you loop over.
    """
    found = [p for layer in model.modules() for p in layer.parameters(recurse=False)]
    return sum(p.numel() for p in found if p.requires_grad), sum(p.numel() for p in found)

# %% misconception="frozen_and_trainable" task="trainable_params"
def trainable_params(model):
    """You returned the frozen numbers where all numbers were asked for.

    The second count includes what is trainable, so it is never smaller than the first.

    Look at the condition in your second sum.
    """
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return trainable, sum(p.numel() for p in model.parameters() if not p.requires_grad)

# %% misconception="not_normalised" task="own_transform"
def own_transform(weights):
    """Your tensor has values from 0 to 1: the colours were not normalised.

    The network was fed values around 0. Values around one half are a picture with strange light to it, and it gets worse without telling.

    Look at which two numbers of the recipe you have not used.
    """
    recipe = weights.transforms()
    return transforms.Compose(
        [
            transforms.Resize(recipe.resize_size, interpolation=recipe.interpolation),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
        ]
    )

# %% misconception="mean_and_std_exchanged" task="own_transform"
def own_transform(weights):
    """Your colours were shifted by what they should be divided by.

    The mean says where the middle is, the standard deviation how wide the values are spread. First one subtracts the middle, then one divides by the spread.

    Look at the order of the numbers that the last step gets.
    """
    recipe = weights.transforms()
    return transforms.Compose(
        [
            transforms.Resize(recipe.resize_size, interpolation=recipe.interpolation),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
            transforms.Normalize(recipe.std, recipe.mean),
        ]
    )

# %% misconception="squeezed" task="own_transform"
def own_transform(weights):
    """A wide picture came out squeezed into a square.

    With two numbers a resize forces both sides; with one number the shorter side gets it and the picture keeps its form. The crop makes the square.

    Look at how many numbers your first step gets.
    """
    recipe = weights.transforms()
    size = recipe.resize_size[0]
    return transforms.Compose(
        [
            transforms.Resize((size, size), interpolation=recipe.interpolation),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
            transforms.Normalize(mean=recipe.mean, std=recipe.std),
        ]
    )

# %% misconception="resized_to_the_crop" task="own_transform"
def own_transform(weights):
    """You brought the shorter side to the size of the crop, so nothing is cut away there.

    The recipe has two sizes. A picture is made a little too large first, and the crop then takes its middle.

    Look at which size goes to which step.
    """
    recipe = weights.transforms()
    return transforms.Compose(
        [
            transforms.Resize(recipe.crop_size, interpolation=recipe.interpolation),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
            transforms.Normalize(mean=recipe.mean, std=recipe.std),
        ]
    )

# %% misconception="own_interpolation" task="own_transform"
def own_transform(weights):
    """For one recipe your pixels differ a little everywhere: they were mixed in another way.

    A resize can mix neighbouring pixels in several ways. The recipe names the one that was used.

    Look at which attribute of the recipe you have not used, and at the arguments of the first step.
    """
    recipe = weights.transforms()
    return transforms.Compose(
        [
            transforms.Resize(recipe.resize_size),
            transforms.CenterCrop(recipe.crop_size),
            transforms.ToTensor(),
            transforms.Normalize(mean=recipe.mean, std=recipe.std),
        ]
    )

# %% misconception="imagenet_for_all" task="own_transform"
def own_transform(weights):
    """Your result has 224 by 224 pixels, whatever the recipe says.

    Those are the numbers of many ImageNet models. Others were raised on other sizes and colours, and this chapter's was.

    Look at the numbers that stand in your code.
    """
    return transforms.Compose(
        [
            transforms.Resize((224, 224)),
            transforms.ToTensor(),
            transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
        ]
    )

# %% misconception="handed_back" task="own_transform"
def own_transform(weights):
    """You handed the recipe back, and that one is for reading only.

    The finished object exists, and outside this task you would use it. Here the point is to see what it does.

    Look at the attributes it has, and at the steps in torchvision's transforms that take them.
    """
    return weights.transforms()

# %% misconception="attribute_of_the_module" task="freeze"
def freeze(module):
    """All parameters are as trainable as before: the attribute was set on the module.

    Python lets you put any attribute on any object, so nothing complains. Autograd looks at the parameters only.

    Look at the object in front of the dot.
    """
    module.requires_grad = False

# %% misconception="weights_only" task="freeze"
def freeze(module):
    """Some parameters are still trainable: those whose name does not end in weight.

    Biases learn too, and some layers give their parameters names of their own.

    Look at the condition under which you freeze a parameter.
    """
    for name, parameter in module.named_parameters():
        if name.endswith("weight"):
            parameter.requires_grad = False

# %% misconception="eval_freezes" task="freeze"
def freeze(module):
    """You put the module into evaluation mode, and its parameters are as trainable as before.

    There are two switches. The mode changes what Dropout and BatchNorm do; whether a parameter learns is another matter.

    Look at what your call changes on a single parameter.
    """
    module.eval()

# %% misconception="only_the_outer_layer" task="freeze"
def freeze(module):
    """Parameters of layers within the module are still trainable.

    A model is a tree. What is wanted are the parameters of the whole tree, not those that hang on its root.

    Look at how far down your loop goes.
    """
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad = False

# %% misconception="out_features_renamed" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """The output is as wide as before: you changed a number that a layer only shows.

    A linear layer's weight is made once, in the form that was asked for. What it says about its form afterwards is a label.

    Look at whether a new layer is made anywhere in your code.
    """
    head = getattr(model, head_name(model))
    for layer in head.modules():
        if isinstance(layer, nn.Linear):
            layer.out_features = num_classes
        if isinstance(layer, nn.Dropout):
            layer.p = dropout
    return model

# %% misconception="appended" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """Your new layers come after the old head instead of in its place.

    Then the picture first becomes scores for the old classes, and only these reach your layer.

    Look at what the attribute of the model holds in the end, and at the entrance width of what you made.
    """
    name = head_name(model)
    old = getattr(model, name)
    last = [layer for layer in old.modules() if isinstance(layer, nn.Linear)][-1]
    like = {"device": last.weight.device, "dtype": last.weight.dtype}
    new = nn.Linear(last.out_features, num_classes, **like)
    setattr(model, name, nn.Sequential(old, nn.Dropout(dropout), new))
    return model

# %% misconception="always_1280" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """Your head expects 1280 numbers, whatever the network gives.

    1280 is the width of EfficientNet-B0. Other networks are wider or narrower, and the old head knows.

    Look at the first number that your linear layer gets.
    """
    name = head_name(model)
    like = next(model.parameters())
    new = nn.Linear(1280, num_classes, device=like.device, dtype=like.dtype)
    setattr(model, name, nn.Sequential(nn.Dropout(p=dropout), new))
    return model

# %% misconception="head_left_on_cpu" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """The new head is on the CPU and in float32, whatever the rest of the model is.

    A new layer is made where and how PyTorch likes by default. The old one shows where it should be and of what kind.

    Look at what your new layer is told besides its two widths.
    """
    name = head_name(model)
    old = next(layer for layer in getattr(model, name).modules() if isinstance(layer, nn.Linear))
    new = nn.Sequential(nn.Dropout(p=dropout), nn.Linear(old.in_features, num_classes))
    setattr(model, name, new)
    return model

# %% misconception="dropout_forgotten" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """Your head is a bare linear layer.

    The old head had Dropout before it, which keeps the few new numbers from relying on single features.

    Look at what you put in the place of the old head, and at the argument you have not used.
    """
    name = head_name(model)
    old = next(layer for layer in getattr(model, name).modules() if isinstance(layer, nn.Linear))
    new = nn.Linear(
        old.in_features, num_classes, device=old.weight.device, dtype=old.weight.dtype
    )
    setattr(model, name, nn.Sequential(new))
    return model

# %% misconception="classifier_only" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    """A model whose head is called heads kept it, or made you stop.

    Families of models name their heads differently; a helper in this chapter tells the name.

    Look at the name of the attribute that you read and set.
    """
    old = next(layer for layer in model.classifier.modules() if isinstance(layer, nn.Linear))
    like = {"device": old.weight.device, "dtype": old.weight.dtype}
    new = nn.Linear(old.in_features, num_classes, **like)
    model.classifier = nn.Sequential(nn.Dropout(p=dropout), new)
    return model

# %% misconception="frozen_after_the_head" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """Nothing in the model is trainable, the new head neither.

    Freezing takes all that is there at that moment.

    Look at the order: what was already in the model when you froze it?
    """
    model = backbone_fn(weights=weights)
    torch.manual_seed(seed)
    model = replace_head(model, num_classes)
    freeze(model)
    return model, weights.transforms()

# %% misconception="nothing_frozen" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """Everything in the model is trainable.

    A feature extractor keeps what it knows. With a new head, the first steps are wild, and they would shake the whole network.

    Look at what happens to the network between loading and the new head.
    """
    model = backbone_fn(weights=weights)
    torch.manual_seed(seed)
    return replace_head(model, num_classes), weights.transforms()

# %% misconception="seeded_too_early" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """The head is not the one that this seed gives.

    A network draws random numbers when it is built, even if weights are loaded over them. After that, the generator is somewhere else.

    Look at what is drawn between the seed and the head.
    """
    torch.manual_seed(seed)
    model = backbone_fn(weights=weights)
    freeze(model)
    return replace_head(model, num_classes), weights.transforms()

# %% misconception="no_seed" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """The head does not depend on the seed.

    Whoever wants the same head again has to set the generator to the same point before it is drawn.

    Look at which argument you have not used.
    """
    model = backbone_fn(weights=weights)
    freeze(model)
    return replace_head(model, num_classes), weights.transforms()

# %% misconception="random_backbone" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """The network holds random numbers, not those of its weights.

    A frozen network that never learnt anything stays that way: its features are noise.

    Look at what you tell the builder.
    """
    model = backbone_fn()
    freeze(model)
    torch.manual_seed(seed)
    return replace_head(model, num_classes), weights.transforms()

# %% misconception="other_transforms" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    """The transforms you return are not those of the weights.

    The numbers of ImageNet fit models that were trained on ImageNet in that way. The weights themselves know what they need.

    Look at where the second thing you return comes from.
    """
    model = backbone_fn(weights=weights)
    freeze(model)
    torch.manual_seed(seed)
    usual = transforms.Compose(
        [
            transforms.ToTensor(),
            transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
        ]
    )
    return replace_head(model, num_classes), usual

# %% misconception="only_train" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    """After a forward pass, the running mean of a frozen layer had moved.

    Frozen weights, live buffers: BatchNorm updates its statistics in training mode, and nobody asks for gradients.

    Look at which layers need another mode than the rest.
    """
    model.train()

# %% misconception="all_asleep" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    """Two outputs were the same: the Dropout of the head is asleep.

    Evaluation mode for the whole model keeps the statistics still, and switches off what the head needs to learn well.

    Look at which layers your mode reaches.
    """
    model.eval()

# %% misconception="every_batch_norm" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    """A trainable BatchNorm was put into evaluation mode too.

    When a block is thawed, its statistics have to follow what its weights learn.

    Look at what you ask a BatchNorm layer before you set its mode.
    """
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.eval()

# %% misconception="two_dimensions_only" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    """BatchNorm for pictures was found, its relatives for other shapes were not.

    There is a class for each number of dimensions. Some networks use several of them.

    Look at the class that you compare each layer with.
    """
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not any(
            p.requires_grad for p in layer.parameters()
        ):
            layer.eval()

# %% misconception="never_zeroed" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """The head took a step that holds the gradients of earlier batches too.

    Gradients are added to what is there. Each batch has to begin with none.

    Look at which of the five steps is missing in your loop.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="zero_before_step" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """The head has not moved at all.

    The gradients were there for a moment, and were thrown away just before they were needed.

    Look at what stands between the backward pass and the step.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="statistics_drift" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """The running statistics of the frozen part moved.

    Plain training mode wakes every layer, the frozen BatchNorm layers too: they normalise with the batch and update their buffers.

    Look at how you set the mode, and at the task before this one.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.train()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="trained_asleep" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """You trained in evaluation mode: Dropout was off in every epoch.

    The frozen part is safe that way, but the head and all that is thawed are meant to learn in training mode.

    Look at how you set the mode, and at the task before this one.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        model.eval()
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="softmax_first" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """Your losses are those of probabilities, and lie too close together.

    Cross entropy expects logits, any numbers, and makes probabilities by itself. Done twice, differences shrink.

    Look at what comes between the model and the loss.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)).softmax(dim=1), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
    return history

# %% misconception="last_batch_reported" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """For each epoch you gave the loss of its last batch.

    The last batch may be small and odd. The mean over the epoch says how the model did.

    Look at what you remember of each batch.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        history.append(loss.item())
    return history

# %% misconception="one_epoch" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    """Your training ended after the first epoch.

    A function ends at the first return it meets, wherever that stands.

    Look at how far your last line is indented.
    """
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for _ in range(epochs):
        set_train_mode_frozen_bn(model)
        losses = []
        for X, y in dataloader:
            loss = loss_fn(model(X.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(statistics.mean(losses))
        return history
    return history

# %% misconception="optimizer_of_the_old_head" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    """The head is exactly as it was drawn: nothing in the model has learnt.

    The optimiser was made when the old head was in place, and it goes on moving that one. It never heard of the new one.

    Look at which parameters the optimiser was given, and when. Print the id of its last one and of the head's.
    """
    model = backbone_fn(weights=weights)
    freeze(model.features)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    torch.manual_seed(seed)
    model = replace_head(model, num_classes).to(device)
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% misconception="everything_learns" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    """The backbone has changed, and its pretrained numbers are lost.

    A new head makes wild gradients. If all is trainable they go through the whole network.

    Look at what is frozen when training begins.
    """
    model = backbone_fn(weights=weights)
    torch.manual_seed(seed)
    model = replace_head(model, num_classes).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% misconception="learning_from_noise" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    """The backbone is not the pretrained one: its numbers are random.

    A head can only work with what the network hands to it, and an untrained network hands on noise.

    Look at whether the weights reach the builder.
    """
    model = backbone_fn()
    freeze(model)
    torch.manual_seed(seed)
    model = replace_head(model, num_classes).to(device)
    optimizer = torch.optim.Adam(
        [p for p in model.parameters() if p.requires_grad], lr=lr
    )
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% misconception="usual_rate" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    """The head moved by another learning rate than the one that was asked for.

    An optimiser that is told nothing takes its own default.

    Look at what the optimiser gets besides the parameters.
    """
    model, _ = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    model.to(device)
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad])
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% misconception="sgd_instead" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    """The head's first step is as long as its gradient, not as the learning rate.

    Adam makes steps of one length, whatever the gradients are. What you used does not.

    Look at the kind of optimiser that is asked for.
    """
    model, _ = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    model.to(device)
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=lr)
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% misconception="awake_while_asked" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    """The probabilities change from call to call, or with the batch: the model was in training mode.

    Dropout draws anew, and BatchNorm looks at the neighbours in the batch.

    Look at what is called on the model before the loop.
    """
    model.to(device)
    probs, targets = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            probs.append(model(X.to(device)).softmax(dim=1).cpu())
            targets.append(y.cpu())
    every = torch.cat(probs)
    return every, every.argmax(dim=1), torch.cat(targets)

# %% misconception="softmax_over_the_batch" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    """The probabilities of a sample do not sum to 1: those of a batch do, class by class.

    Softmax divides a whole into shares. The whole is one sample, its shares are the classes.

    Look at the dimension that softmax gets.
    """
    model.to(device).eval()
    probs, targets = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            probs.append(model(X.to(device)).softmax(dim=0).cpu())
            targets.append(y.cpu())
    every = torch.cat(probs)
    return every, every.argmax(dim=1), torch.cat(targets)

# %% misconception="logits_returned" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    """Your probabilities are logits: some are negative, some larger than 1.

    The predicted class is the same either way, but nobody can read from a logit how sure a model is.

    Look at what is done to the output of the model.
    """
    model.to(device).eval()
    logits, targets = [], []
    with torch.inference_mode():
        for X, y in dataloader:
            logits.append(model(X.to(device)).cpu())
            targets.append(y.cpu())
    every = torch.cat(logits)
    return every, every.argmax(dim=1), torch.cat(targets)

# %% misconception="last_batch_only" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    """You returned the last batch only.

    Each turn of the loop wrote over what the turn before had found.

    Look at how the results of the batches come together.
    """
    model.to(device).eval()
    with torch.inference_mode():
        for X, y in dataloader:
            probs = model(X.to(device)).softmax(dim=1).cpu()
    return probs, probs.argmax(dim=1), y.cpu()

# %% misconception="gradients_kept" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    """Your probabilities carry gradients, and with them the graph of every batch.

    Evaluation mode is about layers. Autograd has a switch of its own.

    Look at what surrounds your loop.
    """
    model.to(device).eval()
    probs, targets = [], []
    for X, y in dataloader:
        probs.append(model(X.to(device)).softmax(dim=1).cpu())
        targets.append(y.cpu())
    every = torch.cat(probs)
    return every, every.argmax(dim=1), torch.cat(targets)

# %% misconception="right_ones_too" task="most_wrong"
def most_wrong(probs, targets, k=5):
    """Some of your rows are right predictions.

    The surest predictions are mostly right ones. Only mistakes were asked for.

    Look at what you leave out before you sort.
    """
    sure, _ = probs.max(dim=1)
    return sorted(range(len(probs)), key=lambda row: -sure[row].item())[:k]

# %% misconception="least_sure_first" task="most_wrong"
def most_wrong(probs, targets, k=5):
    """Your list begins with the mistakes the model was least sure of.

    A close call is no scandal. The surest mistake comes first.

    Look at the direction in which you sort.
    """
    sure, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    return sorted(wrong, key=lambda row: sure[row].item())[:k]

# %% misconception="by_the_true_class" task="most_wrong"
def most_wrong(probs, targets, k=5):
    """You sorted by the probability of the class that would have been right.

    How sure a model is, is told by the probability of the class it chose.

    Look at which column of each row you read.
    """
    preds = probs.argmax(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    return sorted(wrong, key=lambda row: probs[row, targets[row]].item())[:k]

# %% misconception="places_among_the_wrong" task="most_wrong"
def most_wrong(probs, targets, k=5):
    """Your numbers count among the wrong predictions, not among all.

    After a selection, places mean something else: place 0 is the first mistake, not the first sample.

    Look at what your numbers are indices of, and how to get back from there.
    """
    sure, preds = probs.max(dim=1)
    wrong = sure[preds != targets]
    return wrong.argsort(descending=True, stable=True)[:k].tolist()

# %% misconception="diagonal_included" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    """Your list holds pairs of a class with itself.

    The diagonal counts what went right, and usually holds the largest numbers.

    Look at which pairs you leave out.
    """
    pairs = [
        (class_names[row], class_names[column], count)
        for row, counts in enumerate(cm.tolist())
        for column, count in enumerate(counts)
        if count > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]

# %% misconception="transposed" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    """True and predicted class are exchanged in your pairs.

    Rows are what it was, columns what it was taken for. Steak taken for pizza is not pizza taken for steak.

    Look at which index goes into which place of the tuple.
    """
    pairs = [
        (class_names[column], class_names[row], count)
        for row, counts in enumerate(cm.tolist())
        for column, count in enumerate(counts)
        if row != column and count > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]

# %% misconception="never_happened" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    """Your list holds confusions that never happened, with a count of 0.

    A short list is a good sign and need not be filled up.

    Look at the condition under which a pair is listed.
    """
    pairs = [
        (class_names[row], class_names[column], count)
        for row, counts in enumerate(cm.tolist())
        for column, count in enumerate(counts)
        if row != column
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]

# %% misconception="rarest_first" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    """Your list begins with the rarest confusion.

    Where to improve first is told by what happens most.

    Look at the direction in which you sort.
    """
    pairs = [
        (class_names[row], class_names[column], count)
        for row, counts in enumerate(cm.tolist())
        for column, count in enumerate(counts)
        if row != column and count > 0
    ]
    return sorted(pairs, key=lambda pair: pair[2])[:k]

# %% misconception="confident_ones_flagged" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    """You flagged the samples the model was sure of.

    Who is lost has no favourite: a low maximum means unsure.

    Look at the direction of your comparison.
    """
    return probs.max(dim=1).values > threshold

# %% misconception="threshold_flagged" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    """A probability that just reaches the threshold was flagged.

    The threshold is what has to be reached, and it was.

    Look at what your comparison says about equal numbers.
    """
    return probs.max(dim=1).values <= threshold

# %% misconception="any_low_one" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    """You flagged samples because some class has a low probability.

    In every sure answer all other classes are low. What counts is the highest of the row.

    Look at which number of a row you compare.
    """
    return (probs < threshold).any(dim=1)

# %% misconception="one_flag_for_all" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    """You returned a single flag for all samples.

    The maximum of the whole table belongs to the surest sample. Each sample has a maximum of its own.

    Look at the dimension over which you take the maximum.
    """
    return probs.max() < threshold

# %% misconception="drawn_awake" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    """The title changes from call to call, or a batch of one was refused: training mode.

    Dropout and BatchNorm behave differently while a model learns, and here it is asked.

    Look at what is called on the model before it computes.
    """
    image = Image.open(image_path)
    if transform is None:
        transform = transforms.Compose(
            [
                transforms.Resize(image_size),
                transforms.ToTensor(),
                transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            ]
        )
    model.to(device)
    with torch.inference_mode():
        logits = model(transform(image).unsqueeze(dim=0).to(device))
    prob, label = logits.softmax(dim=1)[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")

# %% misconception="no_batch" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    """The model stopped with an error about shapes: it got a picture, not a batch.

    Models eat batches, even of one. A picture needs one more dimension in front.

    Look at the shape of what goes into the model.
    """
    image = Image.open(image_path)
    if transform is None:
        transform = transforms.Compose(
            [
                transforms.Resize(image_size),
                transforms.ToTensor(),
                transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            ]
        )
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(transform(image).to(device))
    prob, label = logits.softmax(dim=1)[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")

# %% misconception="never_normalised" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    """Without a transform, the model got values from 0 to 1.

    The usual transform of ImageNet has three steps; the last one shifts and scales the colours.

    Look at the transform that you make if none is given.
    """
    image = Image.open(image_path)
    if transform is None:
        transform = transforms.Compose([transforms.Resize(image_size), transforms.ToTensor()])
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(transform(image).unsqueeze(dim=0).to(device))
    prob, label = logits.softmax(dim=1)[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")

# %% misconception="transform_ignored" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    """The transform that was given was not used.

    Whoever gives a transform knows what the model was raised on. The usual one is for those who do not.

    Look at the condition under which you make a transform of your own.
    """
    image = Image.open(image_path)
    transform = transforms.Compose(
        [
            transforms.Resize(image_size),
            transforms.ToTensor(),
            transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
        ]
    )
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(transform(image).unsqueeze(dim=0).to(device))
    prob, label = logits.softmax(dim=1)[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")

# %% misconception="logit_in_the_title" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    """The number in your title is a logit, no probability.

    Logits are any numbers. A softmax over the classes makes shares of them, between 0 and 1.

    Look at what you take the maximum of.
    """
    image = Image.open(image_path)
    if transform is None:
        transform = transforms.Compose(
            [
                transforms.Resize(image_size),
                transforms.ToTensor(),
                transforms.Normalize(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            ]
        )
    model.to(device).eval()
    with torch.inference_mode():
        logits = model(transform(image).unsqueeze(dim=0).to(device))
    prob, label = logits[0].max(dim=0)
    plt.figure()
    plt.imshow(image)
    plt.title(f"Pred: {class_names[label]} | Prob: {prob:.3f}")

# %% misconception="by_part_of_a_name" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    """In a network of twelve blocks, a late block stayed frozen because its number begins with that of an early one.

    The text "features.1" is also the beginning of "features.10" and "features.11". Names are texts, numbers are not.

    Look at how you tell whether a parameter belongs to a block.
    """
    early = [f"features.{number}" for number in range(len(model.features) - n_blocks)]
    for name, parameter in model.named_parameters():
        if name.startswith("features"):
            parameter.requires_grad = not any(start in name for start in early)

# %% misconception="first_blocks" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    """The first blocks became trainable, not the last ones.

    The first blocks see edges and colours, which every picture has. What is peculiar to the old task sits at the end.

    Look at which end of the list of blocks you take.
    """
    for number, block in enumerate(model.features):
        block.requires_grad_(number < n_blocks)

# %% misconception="never_frozen_again" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    """Blocks that were trainable before and are not among the last ones stayed trainable.

    The call says how many blocks learn from now on, whatever was before.

    Look at what happens to the blocks that are not last.
    """
    blocks = list(model.features)
    for block in blocks[len(blocks) - n_blocks :]:
        block.requires_grad_(True)

# %% misconception="minus_zero" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    """With 0 blocks, all of them became trainable.

    The last zero items, written as a slice from minus zero, are all items: minus zero is zero.

    Look at what your slice means if n_blocks is 0.
    """
    blocks = list(model.features)
    for block in blocks:
        block.requires_grad_(False)
    for block in blocks[-n_blocks:]:
        block.requires_grad_(True)

# %% misconception="one_rate_for_all" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    """Head and backbone move at one speed.

    A group is a dict with settings of its own. One group means one learning rate.

    Look at how many groups you return, and at what belongs into which.
    """
    return [{"params": [p for p in model.parameters() if p.requires_grad], "lr": head_lr}]

# %% misconception="rates_exchanged" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    """The head moves at the speed of the backbone, and the other way round.

    The new head has everything to learn, what is pretrained only a little.

    Look at which rate stands beside which parameters.
    """
    head = [p for p in model.classifier.parameters() if p.requires_grad]
    known = {id(p) for p in head}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    return [{"params": head, "lr": backbone_lr}, {"params": rest, "lr": head_lr}]

# %% misconception="frozen_ones_too" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    """Your groups hold frozen parameters.

    Mostly nothing happens to them, as they get no gradient. But one that is left over from earlier would move them.

    Look at which parameters of the backbone you leave out.
    """
    head = list(model.classifier.parameters())
    known = {id(p) for p in head}
    rest = [p for p in model.parameters() if id(p) not in known]
    return [{"params": head, "lr": head_lr}, {"params": rest, "lr": backbone_lr}]

# %% misconception="head_alone" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    """The thawed part of the backbone is in no group, so it never moves.

    An optimiser knows only what it was given. What is trainable and in no group gets gradients for nothing.

    Look at what becomes of the parameters that are not the head's.
    """
    return [{"params": [p for p in model.classifier.parameters()], "lr": head_lr}]

# %% misconception="whole_model_saved" task="save_head"
def save_head(model, path):
    """The file holds the whole network.

    The backbone can be had anywhere. The head is a module of its own and has a state dict of its own.

    Look at whose state dict goes into the file.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), path)
    return path


def load_head(model, path, device="cpu"):
    saved = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(saved)
    return model.to(device).eval()

# %% misconception="module_saved" task="save_head"
def save_head(model, path):
    """The file holds a module, and a careful reader refuses to open it.

    A pickled module needs its code at the same place, and can run code when it is opened. Numbers by name need neither.

    Look at what you hand over to be saved.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(getattr(model, head_name(model)), path)
    return path


def load_head(model, path, device="cpu"):
    saved = torch.load(path, map_location=device, weights_only=False)
    setattr(model, head_name(model), saved)
    return model.to(device).eval()

# %% misconception="no_map_location" task="save_head"
def save_head(model, path):
    """A head that was saved on a GPU could not be loaded on this machine.

    A file remembers on which device its tensors were. Where there is no such device, the reader has to be told where to put them.

    Look at what the loading is told besides the path.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(getattr(model, head_name(model)).state_dict(), path)
    return path


def load_head(model, path, device="cpu"):
    getattr(model, head_name(model)).load_state_dict(torch.load(path, weights_only=True))
    return model.to(device).eval()

# %% misconception="not_strict" task="save_head"
def save_head(model, path):
    """A file with missing or surplus names was loaded as if nothing were wrong.

    Whoever is not strict gets a head that is random in part, and no one notices but the accuracy.

    Look at the arguments of the call that puts the numbers into the head.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(getattr(model, head_name(model)).state_dict(), path)
    return path


def load_head(model, path, device="cpu"):
    saved = torch.load(path, map_location=device, weights_only=True)
    getattr(model, head_name(model)).load_state_dict(saved, strict=False)
    return model.to(device).eval()

# %% misconception="loaded_awake" task="save_head"
def save_head(model, path):
    """The loaded model is in training mode.

    Who loads a model wants to ask it. In training mode its Dropout would answer differently each time.

    Look at what you call on the model before you return it.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(getattr(model, head_name(model)).state_dict(), path)
    return path


def load_head(model, path, device="cpu"):
    saved = torch.load(path, map_location=device, weights_only=True)
    getattr(model, head_name(model)).load_state_dict(saved)
    return model.to(device)
